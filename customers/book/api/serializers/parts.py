"""What several records have in common: half-open periods, a reason, a reveal."""

from __future__ import annotations

from rest_framework import serializers

from customers.book.enums import RevealReason


class DayPeriod(serializers.Serializer):
    """Days from `begins_on` up to, not including, `ends_before`; empty: until further notice."""

    begins_on = serializers.DateField(source="period.lower", read_only=True)
    ends_before = serializers.DateField(source="period.upper", read_only=True, allow_null=True)


class MomentPeriod(serializers.Serializer):
    """The time from `begins_at` up to, not including, `ends_at`; empty: until further notice."""

    begins_at = serializers.DateTimeField(source="period.lower", read_only=True)
    ends_at = serializers.DateTimeField(source="period.upper", read_only=True, allow_null=True)


class RevealAnswerSerializer(serializers.Serializer):
    """A personal value in clear. It was written down who saw it, when and why."""

    field = serializers.CharField()
    value = serializers.CharField(allow_blank=True)


class RevealSerializer(serializers.Serializer):
    """Which value somebody must see in clear, and why."""

    reason = serializers.ChoiceField(choices=RevealReason.choices)
    note = serializers.CharField(
        max_length=200, required=False, default="", allow_blank=True, help_text="Demanded with the reason OTHER."
    )


class CustomerRevealSerializer(RevealSerializer):
    """Of a customer."""

    field = serializers.ChoiceField(choices=["name", "id_number", "mailing_address"])


class AccountRevealSerializer(RevealSerializer):
    """Of a supply account."""

    field = serializers.ChoiceField(choices=["name", "address"])


class ContactRevealSerializer(RevealSerializer):
    """Of a contact person."""

    field = serializers.ChoiceField(choices=["name", "phone"])


class CorrectionSerializer(serializers.Serializer):
    """A correction says why; what is not sent stays as it is."""

    reason = serializers.CharField(min_length=2, max_length=200)
