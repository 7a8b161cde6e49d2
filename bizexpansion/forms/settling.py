"""Forms of the end of an account's business: settlement, refund, contract, disconnection, grid model."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.flows import get_flow
from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import (
    AccountSettlement,
    ContractEnding,
    Disconnection,
    GridRemoval,
    LastBill,
    RefundDetermination,
    RefundPayment,
)
from bizexpansion.operations.removal import leaving_accounts
from bizexpansion.operations.settling import credit_of
from crm.web.figures import money
from crm.web.forms import Section
from customers.book.enums import HIGH_VOLTAGES
from metering.queries.ledger import debts_of


class SettlementForm(StepForm):
    """A44. A debt is given up only where the flow has an end for it."""

    sections = (
        Section(gettext_lazy("Settlement"), ("read_on", "note")),
        Section(gettext_lazy("If nobody can be made to pay"), ("give_up", "give_up_reason")),
    )
    wide = ("give_up_reason", "note")

    class Meta:
        model = AccountSettlement
        fields: ClassVar = ["read_on", "note", "give_up", "give_up_reason"]

    def narrow(self) -> None:
        """What is owed today stands beside the day of the reading."""
        if self.case is None or self.task is None:
            return
        step = get_flow(self.case.flow_code, self.case.flow_version).steps[self.task.node]
        if step.exit("debt_left") is None:
            del self.fields["give_up"], self.fields["give_up_reason"]
        debts = debts_of([account.pk for account in leaving_accounts(self.case)], localdate())
        values = {
            "owed": money(sum(debt.total for debt in debts.values())),
            "late": money(sum(debt.late_charge for debt in debts.values())),
            "credit": money(sum(debt.credit for debt in debts.values())),
        }
        words = _("Owed today %(owed)s, of it late-payment charge %(late)s; credit %(credit)s.")
        self.fields["read_on"].help_text = words % values


class LastBillRow(RowForm):
    """The last bill of an account."""

    class Meta:
        model = LastBill
        fields: ClassVar = ["account_number", "energy", "amount"]


class RefundDeterminationForm(StepForm):
    """A35."""

    wide = ("reason", "note")

    class Meta:
        model = RefundDetermination
        fields: ClassVar = ["amount", "payee", "bank_account", "reason", "note"]

    def narrow(self) -> None:
        """The credit stands beside the amount."""
        if self.case is not None:
            credit = money(credit_of(leaving_accounts(self.case)[0]))
            self.fields["amount"].help_text = _("Credit of the account: %(amount)s.") % {"amount": credit}


class RefundPaymentForm(StepForm):
    """A30."""

    class Meta:
        model = RefundPayment
        fields: ClassVar = ["method", "reference", "paid_on", "note"]

    def narrow(self) -> None:
        """How much goes to whom stands beside the way of paying."""
        if self.task is None:
            return
        found = RefundDetermination.objects.filter(case=self.task.case, task__instance=self.task.instance)
        determined = found.order_by("-pk").first()
        if determined is not None:
            words = {"amount": money(determined.amount), "payee": determined.payee}
            self.fields["method"].help_text = _("%(amount)s to %(payee)s") % words


class ContractEndingForm(StepForm):
    """A28."""

    class Meta:
        model = ContractEnding
        fields: ClassVar = ["ends_on", "notice_number", "note"]


class DisconnectionForm(StepForm):
    """A26 for good, or until further notice."""

    wide = ("boundary", "note")

    class Meta:
        model = Disconnection
        fields: ClassVar[Any] = ["cut_at", "order_number", "boundary", "note"]

    def narrow(self) -> None:
        """Low voltage is not disconnected at a boundary."""
        if self.case is not None and self.case.voltage not in HIGH_VOLTAGES:
            del self.fields["boundary"]


class GridRemovalForm(StepForm):
    """A19 at the end of a supply."""

    class Meta:
        model = GridRemoval
        fields: ClassVar = ["removed_on", "grid_object", "is_drawing_updated", "note"]
