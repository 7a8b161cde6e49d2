"""A company, a clerk of 姑苏营业部 with a browser, and a whole high-voltage account of that department."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from crm.org.enums import Role
from crm.org.models import Department
from customers.book.models import SupplyAccount
from tests.factories.book import make_hv_account
from tests.factories.org import make_company, make_staff


class Console:
    """Somebody who is signed in, speaking JSON."""

    def __init__(self, department: Department, number: str, *roles: Role) -> None:
        self.staff = make_staff(number, department, *roles)
        self.client = Client()
        self.client.force_login(self.staff)

    def get(self, url: str, params: dict[str, Any] | None = None, **headers: str) -> Any:
        """Read."""
        return self.client.get(url, params, headers=headers or None)

    def send(self, method: str, url: str, body: Any = None, **headers: str) -> Any:
        """Write."""
        send = getattr(self.client, method)
        return send(url, body or {}, content_type="application/json", headers=headers or None)

    def change(self, method: str, record: str, body: Any = None, action: str = "") -> Any:
        """Write to a record as it stands now."""
        return self.send(method, f"{record}{action}", body, if_match=self.get(record)["ETag"])


@pytest.fixture
def tree(db: None) -> dict[str, Department]:
    return make_company()


@pytest.fixture
def clerk(tree: dict[str, Department]) -> Console:
    return Console(tree["GS-H"], "1001", Role.R1)


@pytest.fixture
def manager(tree: dict[str, Department]) -> Console:
    return Console(tree["GS"], "1002", Role.MANAGER)


@pytest.fixture
def account(tree: dict[str, Department]) -> SupplyAccount:
    return make_hv_account(tree["GS"])


@pytest.fixture
def url(account: SupplyAccount) -> str:
    return f"/api/v1/accounts/{account.account_number}/"
