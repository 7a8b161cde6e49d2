"""What metering shows on the customer page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.errors import OutOfScope
from crm.imports.importers import follows_its_record
from crm.org.permissions import require
from crm.registries import (
    AccountPart,
    Alert,
    CustomerAction,
    CustomerAlert,
    CustomerBlock,
    NavigationItem,
    TimelineSource,
    account_parts,
    customer_actions,
    customer_alerts,
    customer_blocks,
    navigation,
    timeline_sources,
)
from crm.web import figures
from customers.book.models import Customer, SupplyAccount
from metering.queries.bills import arrears_of, bills_of, change_readings_of
from metering.queries.ledger import Debt, balance_of, debt_of, last_payments, told_of_accounts
from metering.queries.load import LoadStory, load_story
from metering.rules import POST_PAYMENT, VIEW_BILLS, VIEW_LEDGER


def register() -> None:
    """Called when the app is ready."""
    follows_its_record.add("metering_accountuse")
    customer_blocks.register(
        CustomerBlock(
            "bills",
            _("Bills and arrears"),
            "metering/bills.html",
            bills_block,
            VIEW_BILLS,
            order=20,
            lazy=True,
        )
    )
    customer_blocks.register(
        CustomerBlock(
            "load",
            _("Daily load"),
            "metering/load.html",
            load_block,
            "metering.view_readings",
            order=30,
            lazy=True,
            scripts=("metering/charts.js",),
            styles=("metering/charts.css",),
        )
    )
    account_parts.register(AccountPart("balance", _debt, _balance_serializer, VIEW_LEDGER, order=20))
    timeline_sources.register(
        TimelineSource("ledger", _("Bills and payments"), told_of_accounts, VIEW_LEDGER, order=20)
    )
    customer_actions.register(
        CustomerAction(
            "payment",
            _("Take a payment"),
            lambda account: reverse("payment-new", args=[account.account_number]),
            POST_PAYMENT,
            order=20,
            icon="cash",
        )
    )
    navigation.register(
        NavigationItem("arrears", _("Arrears"), "arrears-list", VIEW_LEDGER, order=60, icon="cash", letter="r")
    )
    customer_alerts.register(CustomerAlert("arrears", arrears_alert, VIEW_BILLS, order=10))


def _debt(user: Any, account: SupplyAccount) -> Debt:
    """What the account owes today; who may see it is asked before."""
    return debt_of(account.pk, timezone.localdate())


def _balance_serializer() -> Any:
    from metering.api.serializers import BalanceSerializer  # DRF reads settings when it loads

    return BalanceSerializer


def arrears_alert(user: Any, customer: Customer) -> list[Alert]:
    """What the account in view owes beyond its day, as a chip that leads to the bills."""
    account = _account(user, customer, VIEW_BILLS)
    owed = arrears_of(user, account.pk, timezone.localdate())
    if not owed:
        return []
    words = _("%(amount)s overdue for %(days)d days") % {"amount": figures.money(owed.amount), "days": owed.days}
    return [Alert("late", words, "#block-bills")]


def bills_block(user: Any, customer: Customer) -> dict[str, Any]:
    """The latest bills of the account in view, and what is overdue. Raises OutOfScope."""
    account, today = _account(user, customer, VIEW_BILLS), timezone.localdate()
    balance = balance_of(user, account.pk)
    owes_nothing = not balance.open_amount  # then nothing can be overdue either; who sees bills sees the ledger
    return {
        "bills": bills_of(user, account.pk),
        "change_readings": change_readings_of(user, account.pk),
        "balance": balance,
        "payments": last_payments(user, account.pk),
        "arrears": None if owes_nothing else arrears_of(user, account.pk, today),
        "today": today,
    }


def load_block(user: Any, customer: Customer) -> dict[str, Any]:
    """The daily energy of the account in view. Raises OutOfScope."""
    account = _account(user, customer, "metering.view_readings")
    story = load_story(account.pk)
    return {
        "load": story,
        "chart": chart_data(story) if story else None,
    }


def chart_data(story: LoadStory) -> dict[str, Any]:
    """What the page's script draws. A day without reading is null: a gap, not a zero."""
    return {
        "days": [day.isoformat() for day in story.days],
        "series": [
            {"name": str(_("daily energy")), "values": _floats(story.energy)},
            {"name": str(_("a year before")), "values": _floats(story.before), "quiet": True},
        ],
        "unit": "kWh",
    }


def _floats(energies: list[Any]) -> list[float | None]:
    return [None if energy is None else float(energy) for energy in energies]


def _account(user: Any, customer: Customer, permission: str) -> SupplyAccount:
    account: SupplyAccount | None = getattr(customer, "focus", None)
    if account is None:
        raise OutOfScope
    require(user, permission, account.department_id)
    return account
