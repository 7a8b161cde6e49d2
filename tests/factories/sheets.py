"""Sheets as people hand them in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

HOUSEHOLD = ("用户名称", "证件号码", "联系电话", "楼栋", "单元", "房号", "相别", "容量")


def xlsx(header: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "list.xlsx") -> SimpleUploadedFile:
    """A workbook with one sheet."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([header, *rows]):
            for column, cell in enumerate(cells):
                sheet.write(number, column, cell)
    return SimpleUploadedFile(name, target.getvalue())


def csv_file(header: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "list.csv") -> SimpleUploadedFile:
    """The same as CSV."""
    target = io.StringIO()
    csv.writer(target).writerows([header, *rows])
    return SimpleUploadedFile(name, target.getvalue().encode("utf-8"))
