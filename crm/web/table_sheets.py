"""The table of a report page as a sheet: cell by cell what the page shows, so that nothing leaves that it hides."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from crm.imports.columns import neutral
from crm.imports.sheets import write_sheet
from crm.web.imports.files import XLSX
from crm.web.list_sheets import cells_of

KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


def show_report(
    request: HttpRequest, template: str, context: dict[str, Any], *, name: str, status: int = 200
) -> HttpResponse:
    """The page of a report; with `?format=csv` or `xlsx` its table alone, as a file of that name."""
    ending = request.GET.get("format", "")
    if status != 200 or ending not in KINDS:
        return render(request, template, context, status=status)
    lines = [line for line in cells_of(render_to_string(template, context, request)) if line]
    content = _csv(lines) if ending == "csv" else _xlsx(lines, name)
    response = HttpResponse(content, content_type=KINDS[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _csv(lines: list[list[Any]]) -> bytes:
    """In UTF-8 with a byte order mark, as spreadsheets expect it; what looks like a formula is made harmless."""
    text = io.StringIO()
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(lines: list[list[Any]], name: str) -> bytes:
    header, rows = (lines[0], lines[1:]) if lines else ([], [])
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        write_sheet(Path(file.name), title=name, header=[str(cell) for cell in header], rows=rows)
        return Path(file.name).read_bytes()
