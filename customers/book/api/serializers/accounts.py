"""Supply accounts: a line of a list, and the whole that a console shows."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from crm.org.permissions import has_permission
from crm.registries import account_parts
from crm.web.api.gates import GatedSerializer
from customers.book.api.serializers.customers import ContactSerializer, CustomerSerializer
from customers.book.api.serializers.parts import CorrectionSerializer
from customers.book.api.serializers.supply import (
    InstrumentTransformerInstallationSerializer,
    MeteringPointSerializer,
    MeterInstallationSerializer,
    WholeSupplyPointSerializer,
)
from customers.book.api.serializers.terms import (
    AccountPriceSerializer,
    CapacityPeriodSerializer,
    ContractSerializer,
)
from customers.book.models import SupplyAccount
from customers.book.rules import VIEW_ACCOUNT, VIEW_CREDIT, VIEW_TERMS

LOOKED_UP = frozenset(
    {
        "account_number",
        "customer_number",
        "name",
        "address",
        "district",
        "department",
        "department_code",
        "account_class",
        "status",
        "has_open_case",
        "open_case_number",
        "voltage",
        "contract_capacity",
        "running_capacity",
        "security_capacity",
        "importance",
        "importance_until",
        "load_character",
        "power_state",
        "temporary",
        "temporary_until",
        "energised_on",
        "closed_on",
        "version",
        "contacts",
        "supply_points",
        "metering_points",
        "in_force",
    }
)
"""What other departments get of an account (`rules.LOOK_UP`); a new member stays hidden until it is named here."""


class AccountSerializer(GatedSerializer):
    """One line of a list of supply accounts. Capacities in kVA; name and address of persons are masked."""

    gated = {"risk_grade": VIEW_CREDIT}

    customer_number = serializers.CharField(source="customer.customer_number", read_only=True)
    name = serializers.CharField(source="masked_name", read_only=True)
    address = serializers.CharField(source="masked_address", read_only=True)
    department = serializers.CharField(source="department.name", read_only=True)
    department_code = serializers.CharField(source="department.code", read_only=True)
    district = serializers.CharField(source="district.name", read_only=True)
    has_open_case = serializers.SerializerMethodField()

    class Meta:
        model = SupplyAccount
        fields = [
            "account_number",
            "customer_number",
            "name",
            "address",
            "district",
            "department",
            "department_code",
            "account_class",
            "status",
            "has_open_case",
            "open_case_number",
            "voltage",
            "contract_capacity",
            "running_capacity",
            "importance",
            "importance_until",
            "is_key_account",
            "risk_grade",
            "industry_code",
            "tariff_class",
            "power_state",
            "energised_on",
            "version",
        ]
        read_only_fields = fields

    def to_representation(self, instance: SupplyAccount) -> dict[str, Any]:
        """Whole, or the part that may be looked up."""
        shown = super().to_representation(instance)
        request = self.context.get("request")
        if request is None or has_permission(request.user, VIEW_ACCOUNT, instance.department_id):
            return shown
        return {name: value for name, value in shown.items() if name in LOOKED_UP}

    @property
    def gated_names(self) -> frozenset[str]:
        """What other departments are not shown may be missing too."""
        return super().gated_names | (frozenset(self.fields) - LOOKED_UP)

    def get_has_open_case(self, account: SupplyAccount) -> bool:
        """Whether a case is open on the account, so that no second one can begin (P1)."""
        return bool(account.open_case_number)


class InForceSerializer(serializers.Serializer):
    """What was in force on a day."""

    day = serializers.DateField()
    capacity = CapacityPeriodSerializer(allow_null=True, help_text="Empty before the first energising.")
    prices = AccountPriceSerializer(many=True, required=False)
    contracts = ContractSerializer(many=True, required=False)
    meters = MeterInstallationSerializer(many=True)
    instrument_transformers = InstrumentTransformerInstallationSerializer(many=True)


class AccountDetailSerializer(AccountSerializer):
    """One supply account whole: who, through what, on what terms, what is open; the apps add members."""

    gated = {**AccountSerializer.gated, "contracts": VIEW_TERMS}

    customer = CustomerSerializer(read_only=True)
    section = serializers.CharField(source="section.number", read_only=True, allow_null=True)
    contacts = ContactSerializer(many=True, read_only=True, source="shown_contacts")
    supply_points = WholeSupplyPointSerializer(many=True, read_only=True)
    metering_points = MeteringPointSerializer(many=True, read_only=True)
    contracts = ContractSerializer(many=True, read_only=True)
    in_force = InForceSerializer(read_only=True, help_text="On the day `as_of`, by default today.")

    class Meta(AccountSerializer.Meta):
        fields = [
            *AccountSerializer.Meta.fields,
            "customer",
            "load_character",
            "security_capacity",
            "shift_pattern",
            "weekly_closing",
            "high_energy_class",
            "transfer",
            "temporary",
            "temporary_until",
            "is_urban",
            "built_on",
            "closed_on",
            "section",
            "check_cycle_months",
            "last_checked_on",
            "contacts",
            "supply_points",
            "metering_points",
            "contracts",
            "in_force",
        ]
        read_only_fields = fields

    @property
    def gated_names(self) -> frozenset[str]:
        """The members of the apps may be missing too."""
        return super().gated_names | {part.key for part in account_parts}

    def get_fields(self) -> dict[str, Any]:
        """The account's own members and those of the apps, as far as the caller may see them."""
        fields = super().get_fields()
        request = self.context.get("request")
        department_id = getattr(self.instance, "department_id", None)
        for part in account_parts:
            if request is None or has_permission(request.user, part.permission, department_id):
                kind = part.serializer()
                fields[part.key] = kind(many=part.many, read_only=True, source=f"parts.{part.key}")
        return fields


@extend_schema_serializer(
    examples=[
        OpenApiExample("Address", {"address": "苏州市姑苏区人民路1号", "reason": "客户来函更正"}, request_only=True)
    ]
)
class AccountCorrectionSerializer(CorrectionSerializer):
    """Values of an account that were written down wrongly."""

    name = serializers.CharField(max_length=120, required=False)
    address = serializers.CharField(max_length=200, required=False)


class SectionMoveSerializer(serializers.Serializer):
    """The reading section that an account is read with from now on."""

    section = serializers.CharField(max_length=16, help_text="Number of the section.")
