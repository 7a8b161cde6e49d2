"""Files that were made to hurt, or by mistake: each is refused with a sentence, or read as harmless values."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from crm.imports.errors import UnreadableFile
from crm.imports.reading import open_file
from crm.imports.reading.limits import MAX_COLUMNS
from tests.factories.import_files import write_csv, write_xlsx
from tests.memory import watch_memory

ROWS = [["3200000019", "欧阳正华电力设备"], ["3200000027", "镕喆堃"]]
HEADER = ["户号", "用户名称"]
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def read(path: Path) -> list[tuple[int, list[object]]]:
    return [(line, list(cells)) for line, cells in open_file(path, name=path.name).rows()]


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 BOM"), ("gb18030", "GB18030")]
)
def test_an_encoding_is_detected(tmp_path: Path, encoding: str, named: str) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS, encoding=encoding, header=HEADER)
    assert open_file(path, name="a.csv").encoding == named
    assert read(path) == [(1, HEADER), (2, ROWS[0]), (3, ROWS[1])]


def test_short_gb18030_words_that_look_like_utf8_stay_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("户号,名称\n1,联通\n2,苏州电力\n".encode("gb18030"))
    assert read(path)[1][1] == ["1", "联通"]


@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_a_delimiter_is_seen(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(delimiter.join(HEADER) + "\n" + delimiter.join(ROWS[0]) + "\n")
    assert read(path)[1][1] == ROWS[0]


def test_a_delimiter_is_told_by_the_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\n" + ";".join(HEADER) + "\n3200000019;a,b,c,d,e\n")
    assert read(path) == [(2, HEADER), (3, ["3200000019", "a,b,c,d,e"])]


def test_the_sheet_that_can_be_seen_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        notes, data = book.add_worksheet("说明"), book.add_worksheet("数据")
        notes.write(0, 0, "隐藏")
        data.write_row(0, 0, HEADER)
        notes.hide()
        data.activate()
        data.set_first_sheet()
    assert read(tmp_path / "a.xlsx") == [(1, HEADER)]


def nul_bytes_behind_chinese(path: Path) -> None:
    path.write_bytes("户号,名称\n1,苏州\x00电力\n".encode())


def test_a_file_of_blanks_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b" , ,\n\n,,\n")
    with pytest.raises(UnreadableFile):
        open_file(path, name="a.csv").header()


def mixed(path: Path) -> None:
    path.write_bytes("户号,用户名称\n1,苏州电力公司\n".encode() + "2,苏州电力公司\n".encode("gb18030"))


def utf16(path: Path) -> None:
    path.write_bytes(codecs.BOM_UTF16_LE + "户号,名称".encode("utf-16-le"))


def neither(path: Path) -> None:
    path.write_bytes(b"a,b\n\xff\xff\xff,1\n")


def nul_bytes(path: Path) -> None:
    path.write_bytes(b"a,b\n1,\x002\n")


def two_million_columns(path: Path) -> None:
    path.write_bytes(b"," * 2_000_000 + b"\n")


def columns_within_a_line(path: Path) -> None:
    path.write_bytes(b"a,b\n" + b"," * 500_000 + b"\n")


def open_quotation(path: Path) -> None:
    path.write_bytes(b'a,b\n1,"' + b"x\n" * 200_000)


def empty(path: Path) -> None:
    path.touch()


def a_workbook_in_disguise(path: Path) -> None:
    write_xlsx(path.with_suffix(".xlsx"), ROWS).rename(path)


def an_old_workbook(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.parametrize(
    "make",
    [
        mixed,
        utf16,
        neither,
        nul_bytes,
        nul_bytes_behind_chinese,
        two_million_columns,
        columns_within_a_line,
        open_quotation,
        empty,
        a_workbook_in_disguise,
        an_old_workbook,
    ],
)
def test_a_hostile_text_file_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "a.csv"
    make(path)
    with pytest.raises(UnreadableFile) as refusal:
        read(path)
    assert str(refusal.value)


def test_a_mixture_names_a_line_of_each(tmp_path: Path) -> None:
    mixed(tmp_path / "a.csv")
    with pytest.raises(UnreadableFile, match=r"1.*3"):
        read(tmp_path / "a.csv")


def archive(path: Path, sheet: str, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", TYPES)
        out.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in members.items():
            out.writestr(name, content)
    return path


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        out.writestr("[Content_Types].xml", TYPES)
        with out.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            block = b" " * (16 * 1024 * 1024)
            for _ in range(50):
                member.write(block)
    assert path.stat().st_size < 2_000_000
    with watch_memory() as memory, pytest.raises(UnreadableFile):
        read(path)
    assert memory.peak_mb < 60


def test_a_directory_that_lies_about_sizes_does_not_help_a_bomb(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.xlsx", "<worksheet/>" + " " * 3_000_000)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(b"xl/worksheets") if mark == b"PK\x03\x04" else data.rfind(b"xl/worksheets")
        head = data.rfind(mark, 0, at)
        data[head + offset : head + offset + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(UnreadableFile):
        read(path)


@pytest.mark.parametrize(
    "sheet",
    [
        '<worksheet><row><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row></worksheet>',
        '<worksheet><sheetData><row r="1"><c r="ZZZZ1"><v>1</v></c></row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="99999999"><c><v>1</v></c></row></sheetData></worksheet>',
        "<worksheet><sheetData><row>" + "<c><v>1</v></c>" * (MAX_COLUMNS + 1) + "</row></sheetData></worksheet>",
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>',
        "<worksheet><sheetData>",
    ],
    ids=["far corner", "impossible column", "impossible row", "columns without names", "entities", "cut off"],
)
def test_a_hostile_sheet_is_refused_before_it_is_read(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(UnreadableFile):
        read(archive(tmp_path / "a.xlsx", sheet))


def test_two_million_columns_of_a_workbook_are_refused(tmp_path: Path) -> None:
    sheet = "<worksheet><sheetData><row>" + "<c/>" * 2_000_000 + "</row></sheetData></worksheet>"
    with pytest.raises(UnreadableFile):
        read(archive(tmp_path / "a.xlsx", sheet))


def test_a_torn_archive_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ROWS, header=HEADER)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(UnreadableFile):
        read(path)


def test_a_formula_is_read_as_its_value_and_a_day_as_a_day(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c"])
        sheet.write_formula(1, 0, '=HYPERLINK("http://x.invalid","y")', None, "y")
        sheet.write_datetime(1, 1, date(2026, 11, 25), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 2, 46351)
    [(_, header), (_, cells)] = read(path)
    assert header == ["a", "b", "c"]
    assert cells[0] == "y"
    assert str(cells[1]) == "2026-11-25"
    assert cells[2] == 46351
