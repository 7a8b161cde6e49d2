"""What a file is, by its content, and how to read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from django.utils.translation import gettext as _

from crm.imports.errors import UnreadableFile
from crm.imports.reading.delimited import read_delimited
from crm.imports.reading.encodings import detect_encoding
from crm.imports.reading.limits import MAX_FILE_BYTES
from crm.imports.reading.sheets import read_sheet

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Opened:
    """A file that can be read: CSV in a known encoding, or XLSX."""

    path: Path
    file_format: str
    encoding: str = ""

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """(line, cells) of every row that is not empty; the first is the header."""
        if self.file_format == "xlsx":
            return read_sheet(self.path)
        return read_delimited(self.path, self.encoding)

    def header(self) -> list[str]:
        """The words over the columns. Raises UnreadableFile when the file is empty."""
        for _line, cells in self.rows():
            words = [str(cell if cell is not None else "").strip()[:80] for cell in cells]
            if any(words):
                return words
            break
        raise UnreadableFile(_("The file is empty."))


def open_file(path: Path, *, name: str) -> Opened:
    """Judge a file by its content and by the ending of `name`. Raises UnreadableFile."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile(_("The file is empty."))
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(_("The file is larger than %(limit)d MB.") % {"limit": MAX_FILE_BYTES // 1024 // 1024})
    ending = PurePath(name).suffix.lower().lstrip(".")
    with path.open("rb") as file:
        head = file.read(4)
    if head == _OLD_OFFICE:
        raise UnreadableFile(_("This is an old or protected workbook. Save it as XLSX without a password."))
    if ending not in ("csv", "txt", "xlsx"):
        raise UnreadableFile(_("Only XLSX and CSV files can be imported."))
    if (head == _ZIP) != (ending == "xlsx"):
        raise UnreadableFile(_("What is in the file does not fit its ending. Save it anew as XLSX or CSV."))
    if ending == "xlsx":
        return Opened(path, "xlsx")
    return Opened(path, "csv", detect_encoding(path))
