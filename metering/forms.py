"""What the counter types: a payment, a reversal, a refund, the period of a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.web import figures
from crm.web.forms import DayInput, PageForm
from metering.enums import PaymentMethod
from metering.queries.ledger import Debt, OwedItem
from metering.queries.payers import PaidFor

LONGEST_STATEMENT = timedelta(days=3 * 366)


class AmountField(forms.DecimalField):
    """Yuan to the fen, above nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 14, "decimal_places": 2, "min_value": Decimal("0.01"), **kwargs})
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}


class PaymentForm(PageForm):
    """Money that came in; the whole debt is filled in, with that of the accounts that are paid together, less the
    `credit` (yuan) that covers theirs too."""

    wide = ("charges", "note")
    amount = AmountField(label=_("amount, yuan"))
    method = forms.ChoiceField(label=_("payment method"), choices=PaymentMethod.choices)
    paid_on = forms.DateField(label=_("received on"), widget=DayInput)
    reference = forms.CharField(
        label=_("reference"),
        max_length=60,
        required=False,
        help_text=_("number of the bank slip or of the order"),
    )
    with_late_charge = forms.BooleanField(label=_("collect the late-payment charge"), required=False)
    charges = forms.TypedMultipleChoiceField(
        label=_("only for"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave empty: the payment covers what is due first."),
    )
    note = forms.CharField(label=_("remark"), max_length=200, required=False)
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        debt: Debt,
        today: date,
        others: Sequence[PaidFor] = (),
        credit: Decimal = Decimal(0),
        **kwargs: Any,
    ) -> None:
        total = max(debt.total + sum(one.debt.total for one in others) - credit, Decimal(0))
        initial = {"amount": total or None, "paid_on": today, "key": uuid4().hex, "with_late_charge": True}
        super().__init__(*args, **{**kwargs, "initial": initial | kwargs.get("initial", {})})
        late: Any = self.fields["with_late_charge"]
        accrued = debt.late_charge + sum(one.debt.late_charge for one in others)
        if accrued:
            late.help_text = gettext("%(amount)s by today") % {"amount": figures.money(accrued)}
        else:
            del self.fields["with_late_charge"]
        choices: Any = self.fields["charges"]
        choices.choices = [(item.entry.pk, _named(item)) for item in debt.items]
        for one in others:
            number = one.account.account_number
            choices.choices += [(item.entry.pk, f"{number} {_named(item)}") for item in one.debt.items]
        if len(choices.choices) < 2:
            del self.fields["charges"]


def _named(item: OwedItem) -> str:
    return f"{item.entry.get_kind_display()} {item.entry.document} {figures.money(item.open_amount)}"


class ReversalForm(PageForm):
    """Why an entry is taken back."""

    wide = ("reason",)
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=200)


class ApprovalForm(PageForm):
    """A remark on what is approved."""

    wide = ("note",)
    note = forms.CharField(
        label=_("remark"), widget=forms.Textarea(attrs={"rows": 3}), max_length=200, required=False
    )


class RefundForm(PageForm):
    """How much of the credit is paid back, and why."""

    wide = ("reason",)
    amount = AmountField(label=_("amount, yuan"))
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=200)


class PayOutForm(PageForm):
    """How a refund is paid out."""

    method = forms.ChoiceField(label=_("payment method"), choices=PaymentMethod.choices)
    reference = forms.CharField(
        label=_("reference"),
        max_length=60,
        required=False,
        help_text=_("number of the bank slip or of the order"),
    )


class StatementForm(forms.Form):
    """The first and the last day of a statement."""

    first = forms.DateField(label=_("first day"), widget=DayInput)
    last = forms.DateField(label=_("last day"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        """In order, and not more than three years."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not timedelta(0) <= last - first <= LONGEST_STATEMENT:
            self.add_error("last", gettext("Choose a period of at most three years."))
        return cleaned
