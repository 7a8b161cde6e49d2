"""Streets and towns: the forms of their names, the import, the whole country's list where it lies at hand."""

from __future__ import annotations

import gzip
import os
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted
from crm.local.seed.places import DISTRICTS
from crm.org.enums import Role
from crm.org.models import Department, District
from customers.book.demo.streets import demo_streets
from customers.book.models import QualityMark, Street
from customers.book.operations.streets import StreetRow, import_streets, written_as
from tests.factories.book import make_account
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
LIST = Path(os.environ.get("ADMIN_DIVISIONS", "absent"))


@pytest.fixture
def tree() -> dict[str, Department]:
    return make_company()


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("平江街道", ["平江街道"]),
        ("木渎镇", ["木渎镇"]),
        ("科技城（东渚街道）", ["东渚街道"]),
        ("浒墅关经开区（镇）", ["浒墅关镇"]),
        ("某某街道办事处", ["某某街道"]),
        ("开发区", []),
        ("吴中区林场", []),
        ("镇", []),
    ],
)
def test_the_forms_in_which_an_address_names_a_street(name: str, forms: list[str]) -> None:
    assert written_as(name) == forms


def test_the_import_follows_the_list(tree: dict[str, Department], now: datetime) -> None:
    account = make_account(tree["GS"])
    rows = [
        StreetRow("320508001", "平江街道", "320508"),
        StreetRow("320508002", "金阊街道", "320508"),
        StreetRow("110101001", "东华门街道", "110101"),
        StreetRow("320576001", "斜塘街道", "320576", "园区区"),
    ]
    done = import_streets(rows=rows, actor=SYSTEM, now=now)
    assert (done.taken, done.elsewhere, done.removed) == (3, 1, 0)
    assert Street.objects.get(code="320576001").district.code == "320571", "found by its name"
    assert account.pk in QualityMark.objects.values_list("account_id", flat=True)
    QualityMark.objects.all().delete()
    import_streets(rows=rows, actor=SYSTEM, now=now)
    assert not QualityMark.objects.exists(), "the same list again changes nothing"
    done = import_streets(rows=[StreetRow("320508001", "平江路街道", "320508")], actor=SYSTEM, now=now)
    assert (done.taken, done.removed) == (1, 1)
    assert list(Street.objects.filter(district__code="320508").values_list("name", flat=True)) == ["平江路街道"]
    assert Street.objects.filter(district__code="320571").exists(), "the list says nothing of this district"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [StreetRow("110101001", "东华门街道", "110101")],
        [StreetRow("32050800", "平江街道", "320508")],
        [StreetRow("320508001", " ", "320508")],
        [StreetRow("320508001", "平江街道", "320508"), StreetRow("320508001", "金阊街道", "320508")],
    ],
)
def test_a_list_that_is_none_is_refused_whole(
    tree: dict[str, Department], now: datetime, rows: list[StreetRow]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        import_streets(rows=rows, actor=SYSTEM, now=now)
    assert "file" in refusal.value.errors
    assert not Street.objects.exists()


def test_only_the_system_administrator_imports_streets(tree: dict[str, Department], now: datetime) -> None:
    rows = [StreetRow("320508001", "平江街道", "320508")]
    with pytest.raises(NotPermitted):
        import_streets(rows=rows, actor=make_staff("1", tree["GS"], Role.MANAGER), now=now)
    assert import_streets(rows=rows, actor=make_staff("2", tree["MKT"], Role.SYSTEM_ADMIN), now=now).taken == 1


@pytest.mark.usefixtures("tree")
def test_the_command_reads_both_lists_and_gzip(tmp_path: Path) -> None:
    extract, whole, areas = tmp_path / "a.csv", tmp_path / "b.csv.gz", tmp_path / "areas.csv"
    extract.write_text("\ufeffareaCode,areaName,streetCode,streetName\n320508,姑苏区,320508001,平江街道\n", "utf-8")
    with gzip.open(whole, "wt", encoding="utf-8") as file:
        file.write('code,name,areaCode,provinceCode,cityCode\n320576001,"斜塘街道",320576,32,3205\n')
    areas.write_text('code,name,cityCode,provinceCode\n320576,"园区区",3205,32\n', "utf-8")
    call_command("import_streets", str(extract), stdout=StringIO())
    call_command("import_streets", str(whole), areas=areas, stdout=StringIO())
    assert set(Street.objects.values_list("name", flat=True)) == {"平江街道", "斜塘街道"}
    (tmp_path / "c.csv").write_text("户号,名称\n1,2\n", "utf-8")
    for wrong in ("c.csv", "none.csv"):
        with pytest.raises(CommandError):
            call_command("import_streets", str(tmp_path / wrong), stdout=StringIO())


@pytest.mark.skipif(not LIST.is_dir(), reason="ADMIN_DIVISIONS names no folder with the public list")
def test_the_public_list_of_the_country(tree: dict[str, Department]) -> None:
    for place in DISTRICTS:
        District.objects.get_or_create(code=place.code, defaults={"name": place.name, "department": tree["GS"]})
    District.objects.filter(code="320571").update(name="苏州工业园区")
    call_command("import_streets", str(LIST / "streets.csv.gz"), areas=LIST / "areas.csv", stdout=StringIO())
    assert Street.objects.count() > 100
    assert set(Street.objects.values_list("district__code", flat=True)) == {place.code for place in DISTRICTS}


def test_the_demo_streets_have_codes_of_their_districts(tree: dict[str, Department], now: datetime) -> None:
    rows = demo_streets()
    assert len({row.code for row in rows}) == len(rows)
    assert all(row.code.startswith(row.district_code) and written_as(row.name) for row in rows)
    assert import_streets(rows=rows, actor=SYSTEM, now=now).taken > 0
