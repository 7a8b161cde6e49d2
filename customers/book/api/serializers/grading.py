"""What a caller sends to grade an account: the grade and what it rests on."""

from __future__ import annotations

from rest_framework import serializers

from customers.book.enums import GradeSource, Importance, RiskGrade


class DecisionSerializer(serializers.Serializer):
    """On what the grade rests, and why."""

    source = serializers.ChoiceField(choices=GradeSource.choices)  # type: ignore[assignment]  # DRF's own `source`
    document = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=200)


class ImportanceSerializer(DecisionSerializer):
    """Empty `importance` takes the grade away; `until` is the last day of a temporary one."""

    importance = serializers.ChoiceField(choices=Importance.choices, allow_blank=True)
    until = serializers.DateField(required=False, allow_null=True, default=None)


class KeyAccountSerializer(DecisionSerializer):
    """Key account or not."""

    is_key = serializers.BooleanField()


class RiskSerializer(DecisionSerializer):
    """Empty `risk_grade` takes the grade away."""

    risk_grade = serializers.ChoiceField(choices=RiskGrade.choices, allow_blank=True)


class IndustrySerializer(serializers.Serializer):
    """A code of GB/T 4754-2017."""

    industry_code = serializers.CharField(max_length=60, allow_blank=True)
