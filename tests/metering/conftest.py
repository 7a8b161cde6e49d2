"""Files of readings, and accounts to put them on."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.org.models import Department
from customers.book.enums import AccountClass, Voltage
from customers.book.models import SupplyAccount
from tests.factories.book import make_account
from tests.factories.org import make_company

MakeFile = Callable[..., Path]
HEADER = "record_date,user_id,power_consumption"


@pytest.fixture
def make_file(tmp_path: Path) -> MakeFile:
    """Write lines below the usual header; a name ending in .gz is compressed."""

    def write(*lines: str, name: str = "power.csv.gz", header: str = HEADER) -> Path:
        path = tmp_path / name
        data = "\n".join([header, *lines]) + "\n"
        path.write_bytes(gzip.compress(data.encode()) if name.endswith(".gz") else data.encode())
        return path

    return write


@pytest.fixture
def company(db: None) -> dict[str, Department]:
    return make_company()


@pytest.fixture
def accounts(company: dict[str, Department]) -> list[SupplyAccount]:
    """A home, a shop and a works, in this order: the order of assignment is the other way round."""
    return [
        make_account(
            company["GS"], account_class=AccountClass.LV_RESIDENT, voltage=Voltage.V220, contract_capacity=8
        ),
        make_account(company["GS"], contract_capacity=80),
        make_account(company["YQ"], account_class=AccountClass.HV, voltage=Voltage.KV10, contract_capacity=1600),
    ]
