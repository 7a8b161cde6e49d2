"""What the API shows of bills, the account ledger and use, and takes for payments. Yuan to the fen, kWh."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from metering.enums import EntryKind, PaymentMethod
from metering.models import Bill, LedgerEntry
from metering.queries.bills import line_of
from metering.queries.ledger import Debt

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


class OwedItemSerializer(serializers.Serializer):
    """An open charge."""

    entry = serializers.IntegerField(
        source="entry.pk", help_text="Id of the ledger entry, to name it in a payment."
    )
    kind = serializers.ChoiceField(choices=EntryKind.choices, source="entry.kind")
    document = serializers.CharField(source="entry.document", help_text="Month of the bill, or number of the case.")
    due_on = serializers.DateField()
    open_amount = serializers.DecimalField(**MONEY, help_text="What is not covered yet, yuan.")
    days_overdue = serializers.IntegerField(source="days", help_text="0 while it is not overdue.")
    late_charge = serializers.DecimalField(**MONEY, help_text="Accrued by the day and not posted yet, yuan.")


class BalanceSerializer(serializers.Serializer):
    """What an account owes on a day, yuan; rates of the late-payment charge are UNCONFIRMED."""

    day = serializers.DateField(source="on")
    open_amount = serializers.DecimalField(**MONEY, help_text="All open charges, due or not.")
    overdue = serializers.DecimalField(**MONEY, help_text="Those past their due day.")
    late_charge = serializers.DecimalField(**MONEY, help_text="Accrued on them and not posted yet.")
    total = serializers.DecimalField(**MONEY, help_text="To be paid to owe nothing.")
    credit = serializers.DecimalField(**MONEY, help_text="Paid in advance.")
    oldest_due_on = serializers.DateField(allow_null=True)
    items = OwedItemSerializer(many=True, help_text="Open charges, the first due first.")


class PaidForSerializer(serializers.Serializer):
    """An account that is paid together with another one (303), and what it owes."""

    account_number = serializers.CharField(source="account.account_number")
    balance = BalanceSerializer(source="debt")


class StandingSerializer(BalanceSerializer):
    """What an account owes, and what the accounts owe that are paid together with it."""

    paid_for = serializers.SerializerMethodField(help_text="Accounts that this one pays for (303).")

    @extend_schema_field(PaidForSerializer(many=True))
    def get_paid_for(self, debt: Debt) -> Any:
        """The view has read them."""
        return PaidForSerializer(self.context["paid_for"], many=True).data


class EntrySerializer(serializers.ModelSerializer):
    """An entry of the account ledger: a positive amount is owed, a negative one was paid or allowed."""

    open_amount = serializers.SerializerMethodField(help_text="What of it no other entry covers, with its sign.")
    posted_by = serializers.CharField(
        source="posted_by.number", allow_null=True, default=None, read_only=True, help_text="Staff number."
    )

    method = serializers.ChoiceField(
        choices=PaymentMethod.choices, allow_blank=True, read_only=True, help_text="Of payments and refunds."
    )

    class Meta:
        model = LedgerEntry
        fields = [
            "id",
            "kind",
            "amount",
            "open_amount",
            "value_on",
            "due_on",
            "document",
            "method",
            "reference",
            "note",
            "relates_to",
            "posted_by",
            "posted_at",
        ]
        read_only_fields = fields

    def get_open_amount(self, entry: LedgerEntry) -> str:
        """Yuan; 0.00 once covered."""
        return str(entry.open_item.open_amount) if hasattr(entry, "open_item") else "0.00"


class PaymentSerializer(serializers.Serializer):
    """A payment to post."""

    number = serializers.CharField(
        max_length=60,
        help_text="The sender's own number of the payment: the same number again is the same payment.",
    )
    amount = serializers.DecimalField(**MONEY, help_text="Yuan, above 0.")
    method = serializers.ChoiceField(choices=PaymentMethod.choices)
    paid_on = serializers.DateField(help_text="The day on which the money came in.")
    charges = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        default=list,
        max_length=100,
        help_text="Entries to cover before the others; by default what is due first.",
    )
    with_late_charge = serializers.BooleanField(
        default=False, help_text="Post first the late-payment charge accrued up to `paid_on`."
    )
    reference = serializers.CharField(max_length=60, default="", allow_blank=True)
    note = serializers.CharField(max_length=200, default="", allow_blank=True)


class ReversalSerializer(serializers.Serializer):
    """Why an entry is taken back."""

    reason = serializers.CharField(max_length=200)


class BillSerializer(serializers.ModelSerializer):
    """A monthly bill and what the ledger says of it; `paid_on` is empty while something of it is open."""

    open_amount = serializers.DecimalField(max_digits=14, decimal_places=2, read_only=True)
    paid_on = serializers.DateField(read_only=True, allow_null=True)
    is_taken_back = serializers.BooleanField(read_only=True)

    class Meta:
        model = Bill
        fields = ["month", "energy", "amount", "due_on", "open_amount", "paid_on", "is_taken_back"]
        read_only_fields = fields

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The bill with its line in the ledger."""
        line = line_of(instance)
        instance.open_amount, instance.paid_on = line.open_amount, line.paid_on
        instance.is_taken_back = line.is_taken_back
        return super().to_representation(instance)


class DayEnergySerializer(serializers.Serializer):
    """A day; empty where there is no reading."""

    day = serializers.DateField()
    energy = serializers.DecimalField(max_digits=14, decimal_places=3, allow_null=True)


class MonthEnergySerializer(serializers.Serializer):
    """A calendar month and the same month a year before; empty where nothing was read."""

    month = serializers.DateField()
    energy = serializers.DecimalField(max_digits=16, decimal_places=3, allow_null=True)
    before = serializers.DecimalField(max_digits=16, decimal_places=3, allow_null=True)


class EnergySerializer(serializers.Serializer):
    """The use of an account in a span of days."""

    days = DayEnergySerializer(many=True)
    months = MonthEnergySerializer(many=True)


class SpanSerializer(serializers.Serializer):
    """From the first to the last day, at most 366 of them."""

    first = serializers.DateField(help_text="First day; by default 30 days before the last.", required=False)
    last = serializers.DateField(help_text="Last day; by default today.", required=False)
