"""What the API shows of the quality of the book."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.book.models import AccountQuality, QualityFinding
from customers.book.quality.definitions import Mend, Severity


class RuleSerializer(serializers.Serializer[Any]):
    """A rule of quality: what it says, what it looks at, how much it weighs, where a finding is mended."""

    key = serializers.CharField(read_only=True)
    severity = serializers.ChoiceField(choices=Severity.choices, read_only=True)
    weight = serializers.IntegerField(read_only=True)
    words = serializers.CharField(read_only=True)
    looks_at = serializers.CharField(read_only=True)
    mended_in = serializers.ChoiceField(source="mend", choices=Mend.choices, read_only=True)


class ScoreSerializer(serializers.ModelSerializer[AccountQuality]):
    """The two scores of an account, 0 to 100, and how many gaps and errors they count."""

    account_number = serializers.CharField(source="account.account_number", read_only=True)
    department = serializers.CharField(source="department.name", read_only=True)

    class Meta:
        model = AccountQuality
        fields = [
            "account_number",
            "department",
            "completeness",
            "correctness",
            "gaps",
            "errors",
            "scored_at",
        ]
        read_only_fields = fields


class FindingSerializer(serializers.ModelSerializer[QualityFinding]):
    """A rule that an account breaks, since when, how urgent it is, and who takes care of it."""

    account_number = serializers.CharField(source="account.account_number", read_only=True)
    department = serializers.CharField(source="department.name", read_only=True)
    words = serializers.CharField(source="definition.words", read_only=True)
    staff = serializers.SerializerMethodField()
    aside_until = serializers.SerializerMethodField()

    class Meta:
        model = QualityFinding
        fields = [
            "id",
            "account_number",
            "department",
            "rule",
            "words",
            "severity",
            "detail",
            "priority",
            "since",
            "staff",
            "aside_until",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_staff(self, finding: QualityFinding) -> str | None:
        """The number of who has taken it."""
        care = getattr(finding, "care", None)
        return care.assignee.number if care and care.assignee else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_aside_until(self, finding: QualityFinding) -> Any:
        """Until which day it was set aside."""
        care = getattr(finding, "care", None)
        return care.aside_until if care else None


class AccountQualitySerializer(ScoreSerializer):
    """The scores of one account with its findings, the most urgent first."""

    findings = FindingSerializer(many=True, read_only=True)

    class Meta(ScoreSerializer.Meta):
        fields = [*ScoreSerializer.Meta.fields, "findings"]
        read_only_fields = fields


class BandSerializer(serializers.Serializer[Any]):
    """How many accounts have a score from `low` to `high`, both included."""

    low = serializers.IntegerField(read_only=True)
    high = serializers.IntegerField(read_only=True)
    accounts = serializers.IntegerField(read_only=True)


class SpreadSerializer(serializers.Serializer[Any]):
    """One score over the accounts of a department: the mean, and how it spreads."""

    mean = serializers.DecimalField(max_digits=5, decimal_places=2, read_only=True, allow_null=True)
    bands = serializers.SerializerMethodField()

    @extend_schema_field(BandSerializer(many=True))
    def get_bands(self, spread: Any) -> list[dict[str, int]]:
        """The best band first."""
        return [{"low": low, "high": high, "accounts": count} for low, high, count in spread.bands]


class DepartmentQualitySerializer(serializers.Serializer[Any]):
    """The present quality of a department."""

    department = serializers.CharField(source="department.name", read_only=True)
    code = serializers.CharField(source="department.code", read_only=True)
    accounts = serializers.IntegerField(source="completeness.accounts", read_only=True)
    completeness = SpreadSerializer(read_only=True)
    correctness = SpreadSerializer(read_only=True)
    findings = serializers.DictField(child=serializers.IntegerField(), read_only=True)


class FindingAsideSerializer(serializers.Serializer[Any]):
    """Until when a finding waits, and why it cannot be mended now."""

    until = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class FindingAssignSerializer(serializers.Serializer[Any]):
    """The number of the member of staff who takes a finding; null gives it back to everybody."""

    staff = serializers.CharField(max_length=20, allow_null=True)
