"""XLSX: looked through before it is read.

The archive is copied member by member, at most so many bytes, into a plain one; of that one copy the sheet
is measured by a streaming parser; only then does calamine read it. So what is read is what was checked,
whatever the archive's own directory says. Formulas are not computed: their last values are read. Macros,
external links and pictures are not copied at all.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from crm.imports.columns import Cell
from crm.imports.errors import UnreadableFile
from crm.imports.reading.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEET_CELLS, MAX_UNPACKED_BYTES

_MAX_MEMBERS = 2000
_CHUNK = 256 * 1024
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/[^/]+\.xml"
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_REFERENCE = re.compile(r"([A-Z]{1,4})(\d{1,8})")


def read_sheet(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    """(row number, cells) of every row that is not empty, in the first sheet that is not hidden.

    Raises UnreadableFile.
    """
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as plain:
        _copy_plainly(path, plain)
        plain.flush()
        sheet = _first_sheet(plain.name)
        start = sheet.start
        number = start[0] if start else 0
        for row in sheet.iter_rows():
            number += 1
            if any(cell != "" for cell in row):
                yield number, row  # type: ignore[misc]


def _first_sheet(name: str) -> CalamineSheet:
    try:
        with CalamineWorkbook.from_path(name) as workbook:
            sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            if not sheets:
                raise UnreadableFile(_("The workbook has no sheet."))
            seen = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
            return workbook.get_sheet_by_name((seen or sheets)[0].name)
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(_("This workbook is damaged or protected by a password.")) from error


def _copy_plainly(path: Path, target: Any) -> None:
    """Copy the needed members, unpacked, and measure every sheet on the way."""
    left = MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as plain:
            members = source.infolist()
            names = [member.filename for member in members]
            if len(members) > _MAX_MEMBERS or len(set(names)) != len(names):
                raise UnreadableFile(_("This is not a workbook that a spreadsheet has written."))
            if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
                raise _bomb()
            for member in members:
                if not _NEEDED.fullmatch(member.filename):
                    continue
                guard = _Guard(is_sheet=bool(_SHEET.fullmatch(member.filename)))
                with source.open(member) as packed, plain.open(member.filename, "w", force_zip64=True) as out:
                    while chunk := packed.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise _bomb()
                        guard.feed(chunk)
                        out.write(chunk)
                guard.close()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UnreadableFile(_("This workbook is damaged or protected by a password.")) from error


def _bomb() -> UnreadableFile:
    return UnreadableFile(
        _("This workbook would unpack to more than %(limit)d MB and is refused. Use CSV for so large a list.")
        % {"limit": MAX_UNPACKED_BYTES // 1024 // 1024}
    )


class _Guard:
    """Follows the XML of one member: no document type (entities), and no sheet that spans too much."""

    def __init__(self, *, is_sheet: bool) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        if is_sheet:
            self.parser.StartElementHandler = self._start
        self.row = self.column = self.last_row = self.last_column = 0

    def feed(self, chunk: bytes) -> None:
        """The next bytes."""
        try:
            self.parser.Parse(chunk, False)
        except expat.ExpatError as error:
            raise UnreadableFile(_("This workbook is damaged or protected by a password.")) from error

    def close(self) -> None:
        """The end of the member. A member cut short is found by the reader."""
        if self.last_row * self.last_column > MAX_SHEET_CELLS:
            raise self._too_wide()

    def _refuse_doctype(self, *_arguments: Any) -> None:
        raise UnreadableFile(_("This is not a workbook that a spreadsheet has written."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c" or name.endswith(":c"):
            reference = attributes.get("r")
            if reference:
                self.row, self.column = _place_of(reference)
            else:
                self.column += 1
        elif name == "row" or name.endswith(":row"):
            given = attributes.get("r", "")
            self.row, self.column = int(given) if given.isdigit() else self.row + 1, 0
        if self.column > self.last_column or self.row > self.last_row:
            self.last_column = max(self.last_column, self.column)
            self.last_row = max(self.last_row, self.row)
            if self.last_column > MAX_COLUMNS or self.last_row > MAX_ROWS + 1:
                raise self._too_wide()

    def _too_wide(self) -> UnreadableFile:
        return UnreadableFile(
            _("The sheet spans more than %(columns)d columns or %(rows)d rows. Delete what lies outside the list.")
            % {
                "columns": MAX_COLUMNS,
                "rows": min(MAX_ROWS, MAX_SHEET_CELLS // min(max(1, self.last_column), MAX_COLUMNS)),
            }
        )


def _place_of(reference: str) -> tuple[int, int]:
    """(row, column) of a reference such as `C12`."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise UnreadableFile(_("This is not a workbook that a spreadsheet has written."))
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
