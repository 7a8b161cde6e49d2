"""CSV, row by row: commas, semicolons or tabs, quotes, in constant memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from crm.imports.errors import UnreadableFile
from crm.imports.reading.encodings import CODECS
from crm.imports.reading.limits import MAX_COLUMNS, MAX_LINE_BYTES, MAX_ROWS

_DELIMITERS = (",", "\t", ";")
_TOLD = re.compile(r"sep=([,;\t])", re.IGNORECASE)


def read_delimited(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row that is not empty, the header first. Raises UnreadableFile."""
    with path.open(encoding=CODECS[encoding], newline="") as file:
        first, skipped = file.readline(MAX_LINE_BYTES), 0
        if told := _TOLD.fullmatch(first.strip("\r\n ")):  # a spreadsheet says so in a line before the header
            delimiter, skipped = told[1], 1
        else:
            delimiter = max(_DELIMITERS, key=first.count)
            file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        count = 0
        try:
            for row in reader:
                if len(row) > MAX_COLUMNS:
                    raise UnreadableFile(
                        _("Line %(line)d has %(count)d columns; at most %(limit)d can be read.")
                        % {"line": reader.line_num + skipped, "count": len(row), "limit": MAX_COLUMNS}
                    )
                if not any(map(str.strip, row)):
                    continue
                count += 1
                if count > MAX_ROWS + 1:
                    raise UnreadableFile(
                        _("The file has more than %(limit)d rows. Split it.") % {"limit": MAX_ROWS}
                    )
                yield reader.line_num + skipped, row
        except csv.Error:
            raise UnreadableFile(
                _("At line %(line)d a quotation mark is not closed or a cell is far too long.")
                % {"line": reader.line_num + skipped}
            ) from None
