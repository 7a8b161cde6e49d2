"""On what terms an account is supplied, over time."""

from __future__ import annotations

from rest_framework import serializers

from customers.book.api.serializers.parts import DayPeriod
from customers.book.models import AccountGrade, AccountPrice, CapacityPeriod, Contract, ReadingSection


class CapacityPeriodSerializer(DayPeriod, serializers.ModelSerializer):
    """What an account may draw and draws in a period, in kVA."""

    class Meta:
        model = CapacityPeriod
        fields = ["begins_on", "ends_before", "contract_capacity", "running_capacity", "case_number"]
        read_only_fields = fields


class AccountPriceSerializer(DayPeriod, serializers.ModelSerializer):
    """Which price applies in a period; several may stand side by side."""

    class Meta:
        model = AccountPrice
        fields = [
            "sequence",
            "begins_on",
            "ends_before",
            "price_code",
            "strategy",
            "basic_charge_mode",
            "power_factor_standard",
            "is_time_of_use",
            "case_number",
        ]
        read_only_fields = fields


class ContractSerializer(serializers.ModelSerializer):
    """A supply contract 供用电合同; its term is half open."""

    begins_on = serializers.DateField(source="term.lower", read_only=True)
    ends_before = serializers.DateField(source="term.upper", read_only=True, allow_null=True)

    class Meta:
        model = Contract
        fields = [
            "number",
            "contract_type",
            "operation",
            "status",
            "begins_on",
            "ends_before",
            "signed_on",
            "is_standard_text",
            "attachments",
            "voided_on",
            "case_number",
        ]
        read_only_fields = fields


class AccountGradeSerializer(DayPeriod, serializers.ModelSerializer):
    """What an account was graded as in a period; an empty value: a grade was taken away."""

    class Meta:
        model = AccountGrade
        fields = ["kind", "value", "begins_on", "ends_before", "source", "document", "set_at"]
        read_only_fields = fields


class ReadingSectionSerializer(serializers.ModelSerializer):
    """A reading section 抄表段: accounts that are read together, on `reading_day` of each month."""

    department = serializers.CharField(source="department.code", read_only=True)
    reader = serializers.CharField(source="reader.number", read_only=True, allow_null=True)

    class Meta:
        model = ReadingSection
        fields = ["number", "name", "department", "reading_day", "reader", "is_active"]
        read_only_fields = fields
