"""What the API shows of the book: personal data masked, as on the pages."""

from __future__ import annotations

from rest_framework import serializers

from customers.book.enums import ContactPurpose
from customers.book.models import (
    ContactPerson,
    Contract,
    MeteringPoint,
    PowerSource,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)


class AccountSerializer(serializers.ModelSerializer):
    """One line of a list of supply accounts. Capacities in kVA; name and address of persons are masked."""

    name = serializers.CharField(source="masked_name", read_only=True)
    address = serializers.CharField(source="masked_address", read_only=True)
    department = serializers.CharField(source="department.name", read_only=True)
    district = serializers.CharField(source="district.name", read_only=True)
    has_open_case = serializers.SerializerMethodField()

    class Meta:
        model = SupplyAccount
        fields = [
            "account_number",
            "name",
            "address",
            "district",
            "department",
            "account_class",
            "status",
            "has_open_case",
            "open_case_number",
            "voltage",
            "contract_capacity",
            "running_capacity",
            "importance",
            "tariff_class",
            "power_state",
            "energised_on",
        ]
        read_only_fields = fields

    def get_has_open_case(self, account: SupplyAccount) -> bool:
        """Whether a case is open on the account, so that no second one can begin (P1)."""
        return bool(account.open_case_number)


class ContactSerializer(serializers.ModelSerializer):
    """A contact person of one purpose, masked."""

    purpose = serializers.ChoiceField(choices=ContactPurpose.choices)
    name = serializers.CharField(source="masked_name", read_only=True)
    phone = serializers.CharField(source="masked_phone", read_only=True)

    class Meta:
        model = ContactPerson
        fields = ["purpose", "name", "phone", "version"]
        read_only_fields = fields


class PowerSourceSerializer(serializers.ModelSerializer):
    """A power source 电源; capacity in kVA."""

    class Meta:
        model = PowerSource
        exclude = ["account", "supply_point"]


class TransformerSerializer(serializers.ModelSerializer):
    """A receiving device 受电设备; plate capacity in kVA."""

    class Meta:
        model = Transformer
        exclude = ["account", "supply_point"]


class SupplyPointSerializer(serializers.ModelSerializer):
    """A supply point 受电点 with its sources and transformers."""

    power_sources = PowerSourceSerializer(many=True, read_only=True)
    transformers = TransformerSerializer(many=True, read_only=True)

    class Meta:
        model = SupplyPoint
        exclude = ["account"]


class MeteringPointSerializer(serializers.ModelSerializer):
    """A metering point 计量点."""

    class Meta:
        model = MeteringPoint
        exclude = ["account", "supply_point"]


class ContractSerializer(serializers.ModelSerializer):
    """A supply contract 供用电合同; its term is half open."""

    begins_on = serializers.DateField(source="term.lower", read_only=True, allow_null=True)
    ends_before = serializers.DateField(source="term.upper", read_only=True, allow_null=True)

    class Meta:
        model = Contract
        fields = ["number", "contract_type", "operation", "status", "begins_on", "ends_before", "signed_on"]
        read_only_fields = fields


class AccountDetailSerializer(AccountSerializer):
    """One supply account whole: contacts, supply points, metering points, contracts."""

    contacts = ContactSerializer(many=True, read_only=True)
    supply_points = SupplyPointSerializer(many=True, read_only=True)
    metering_points = MeteringPointSerializer(many=True, read_only=True)
    contracts = ContractSerializer(many=True, read_only=True)

    class Meta(AccountSerializer.Meta):
        fields = [
            *AccountSerializer.Meta.fields,
            "load_character",
            "industry_code",
            "security_capacity",
            "built_on",
            "closed_on",
            "version",
            "contacts",
            "supply_points",
            "metering_points",
            "contracts",
        ]
        read_only_fields = fields
