"""Files of accounts for the import: rows that are good, and the means to spoil them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from stdnum.cn import ric

from customers.book.numbers import account_number_for

HEADER = [
    "户号", "用户名称", "证件号码", "用电地址", "行政区", "用户分类", "供电电压", "用电类别", "合同容量",
    "送电日期", "受电点名称", "电能表资产编号", "联系人", "联系电话",
]  # fmt: skip
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁"


def account_row(index: int, *, district: str = "320571") -> list[str]:
    """A good row; the same for the same index."""
    name = f"{_SURNAMES[index % 20]}{chr(0x4E00 + index % 5000)}"
    born = date(1940, 1, 1) + timedelta(days=index % 25_000)
    body = f"320599{born:%Y%m%d}{index // 25_000:03d}"
    return [
        account_number_for(5_000_000 + index),
        name,
        body + ric.calc_check_digit(body + "0"),
        f"苏州市工业园区星湖街{index % 900 + 1}号{index // 900 + 1}室",
        district,
        "低压居民",
        "V220",
        "202",
        "8",
        f"{2005 + index % 20}-{index % 12 + 1:02d}-{index % 28 + 1:02d}",
        "低压接入点",
        f"3255{index:018d}",
        name,
        f"138{index % 100_000_000:08d}",
    ]


def write_csv(
    path: Path, rows: Iterable[Sequence[Any]], *, encoding: str = "utf-8", header: Sequence[str] = HEADER
) -> Path:
    """A CSV file as a spreadsheet would write it."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[Any]], *, header: Sequence[str] = HEADER) -> Path:
    """A workbook of one sheet."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(_chain(header, rows)):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif hasattr(cell, "year"):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
    return path


def _chain(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    yield header
    yield from rows
