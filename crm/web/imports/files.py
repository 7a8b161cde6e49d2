"""The workbooks of imports: an empty one to fill in, and the bad rows to mend."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import FileResponse
from django.utils.translation import gettext as _

from crm.imports.enums import RowState
from crm.imports.importers import Importer
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.operations.batches import importer_of
from crm.imports.sheets import write_sheet, write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template_file(importer: Importer) -> FileResponse:
    """An empty workbook with the columns and what they mean."""
    return _send(lambda path: write_template(path, importer), f"{importer.label}.xlsx")


def bad_rows_file(batch: ImportBatch) -> FileResponse:
    """The bad rows as they came, with the reasons behind; note first who fetches them (`hand_back_rows`)."""
    importer = importer_of(batch.kind)
    unseal = {
        batch.mapping[column.key]: column.unseal
        for column in importer.columns
        if column.unseal and column.key in batch.mapping
    }

    def row_of(row: ImportRow) -> list[Any]:
        cells = [unseal[i](str(cell)) if i in unseal and cell else cell for i, cell in enumerate(row.raw)]
        cells += [""] * (len(batch.header) - len(cells))
        return [*cells, _in_words(problem_sentences(importer, row))]

    def write(path: Path) -> None:
        found = ImportRow.objects.filter(batch=batch, state=RowState.BAD).order_by("line").iterator(2000)
        header = [*batch.header, _("Reason of refusal")]
        write_sheet(path, title=_("bad rows"), header=header, rows=map(row_of, found))

    return _send(write, _("bad rows of import %(number)d.xlsx") % {"number": batch.pk})


def problem_sentences(importer: Importer, row: ImportRow) -> list[tuple[str, str]]:
    """(column in the reader's language, reason) of each error of a row; no column: the whole row."""
    return [
        (str(column.label) if (column := importer.column(problem["column"])) else "", problem["reason"])
        for problem in row.problems()
    ]


def _in_words(sentences: list[tuple[str, str]]) -> str:
    return " ".join(f"{label}: {reason}" if label else reason for label, reason in sentences)


def _send(write: Callable[[Path], Any], name: str) -> FileResponse:
    """Write a workbook into a file without a name and send it."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        write(Path(file.name))
        sent = Path(file.name).open("rb")  # noqa: SIM115 the response closes it
    response = FileResponse(sent, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["Cache-Control"] = "no-store, private"
    return response
