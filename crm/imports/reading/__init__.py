"""Files into rows of cells, with nothing believed: size, content, encoding and shape are looked at first."""

from crm.imports.reading.files import Opened, open_file

__all__ = ["Opened", "open_file"]
