"""Possible duplicates and merges. Names, numbers and addresses of persons are masked, as on the pages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from customers.book.merging import MERGE_FIELDS, ConsentState, DuplicateRule, Side
from customers.book.models import CustomerMerge, DuplicatePair, MergeConsent
from customers.book.queries.merging import Face


class FaceSerializer(serializers.Serializer):
    """One of two customers, as the caller may see it."""

    customer_number = serializers.CharField(source="customer.customer_number")
    name = serializers.CharField(source="customer.masked_name")
    id_number = serializers.CharField(source="customer.masked_id_number")
    version = serializers.IntegerField(source="customer.version")
    departments = serializers.SerializerMethodField()
    accounts = serializers.IntegerField(help_text="How many supply accounts it has.")
    is_ours = serializers.BooleanField(help_text="Whether the caller may open it.")

    def get_departments(self, face: Face) -> list[str]:
        """The business departments in which it has accounts."""
        return [department.code for department in face.departments]


class PairSerializer(serializers.ModelSerializer):
    """Two customers that may be one."""

    rules = serializers.ListField(child=serializers.ChoiceField(choices=DuplicateRule.choices), read_only=True)
    first = serializers.SerializerMethodField()
    second = serializers.SerializerMethodField()

    class Meta:
        model = DuplicatePair
        fields = ["id", "rules", "state", "found_at", "decided_at", "reason", "first", "second", "version"]
        read_only_fields = fields

    @extend_schema_field(FaceSerializer)
    def get_first(self, pair: Any) -> Any:
        """The one of the lower key."""
        return FaceSerializer(self.context["faces"][pair.first_id]).data

    @extend_schema_field(FaceSerializer)
    def get_second(self, pair: Any) -> Any:
        """The other one."""
        return FaceSerializer(self.context["faces"][pair.second_id]).data


class ComparedFieldSerializer(serializers.Serializer):
    """A value of both."""

    name = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField(allow_blank=True), help_text="First, second.")
    differs = serializers.BooleanField()


class HoldingSerializer(serializers.Serializer):
    """How much of one kind hangs on each of the two: it moves with the one that is merged."""

    kind = serializers.CharField()
    first = serializers.IntegerField()
    second = serializers.IntegerField()


class PairDetailSerializer(PairSerializer):
    """With the comparison: why they may be one, what differs, what would move, who must agree."""

    evidence = serializers.SerializerMethodField()
    doubts = serializers.SerializerMethodField()
    values = serializers.SerializerMethodField()
    holdings = serializers.SerializerMethodField()
    must_agree = serializers.SerializerMethodField()
    proposed_survivor = serializers.SerializerMethodField()

    class Meta(PairSerializer.Meta):
        fields = [
            *PairSerializer.Meta.fields,
            "evidence",
            "doubts",
            "values",
            "holdings",
            "must_agree",
            "proposed_survivor",
        ]
        read_only_fields = fields

    def get_evidence(self, pair: DuplicatePair) -> list[str]:
        """A sentence for each rule."""
        return self.context["comparison"].evidence

    def get_doubts(self, pair: DuplicatePair) -> list[str]:
        """What speaks against it."""
        return self.context["comparison"].doubts

    @extend_schema_field(ComparedFieldSerializer(many=True))
    def get_values(self, pair: DuplicatePair) -> Any:
        """The values side by side, masked."""
        return ComparedFieldSerializer(self.context["comparison"].rows, many=True).data

    @extend_schema_field(HoldingSerializer(many=True))
    def get_holdings(self, pair: DuplicatePair) -> Any:
        """What would move."""
        rows = self.context["comparison"].holdings
        return [{"kind": str(label), "first": one, "second": other} for label, one, other in rows]

    def get_must_agree(self, pair: DuplicatePair) -> list[str]:
        """The departments beyond the caller's own."""
        return [department.code for department in self.context["comparison"].others]

    def get_proposed_survivor(self, pair: DuplicatePair) -> str:
        """The customer number of the one that is more complete, has more accounts, or is older."""
        return self.context["comparison"].fuller.customer_number


class ConsentSerializer(serializers.ModelSerializer):
    """What one department says."""

    department = serializers.CharField(source="department.code", read_only=True)
    state = serializers.ChoiceField(choices=ConsentState.choices, read_only=True)

    class Meta:
        model = MergeConsent
        fields = ["department", "state", "at"]
        read_only_fields = fields


class MovedSerializer(serializers.Serializer):
    """How many records of one kind were moved."""

    kind = serializers.CharField(source="mover")
    records = serializers.SerializerMethodField()

    def get_records(self, move: Any) -> int:
        """Their number."""
        return len(move.records)


class MergeSerializer(serializers.ModelSerializer):
    """A merge: proposed, refused, withdrawn, done or undone."""

    survivor = serializers.CharField(source="survivor.customer_number", read_only=True)
    merged = serializers.CharField(source="merged.customer_number", read_only=True)
    duplicate = serializers.IntegerField(source="pair_id", read_only=True, allow_null=True)
    choices = serializers.DictField(child=serializers.ChoiceField(choices=Side.choices), read_only=True)
    consents = ConsentSerializer(many=True, read_only=True)
    moves = MovedSerializer(many=True, read_only=True)

    class Meta:
        model = CustomerMerge
        fields = [
            "id",
            "survivor",
            "merged",
            "duplicate",
            "state",
            "reason",
            "choices",
            "proposed_at",
            "merged_at",
            "undo_until",
            "closed_at",
            "closing_reason",
            "consents",
            "moves",
            "version",
        ]
        read_only_fields = fields


class MergeReasonSerializer(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(max_length=200)


class ProposalSerializer(MergeReasonSerializer):
    """Which customer stays, which becomes part of it, and whose value stays where they differ."""

    survivor = serializers.CharField(max_length=16, help_text="Customer number of the one that stays.")
    merged = serializers.CharField(max_length=16, help_text="Customer number of the one that becomes part of it.")
    choices = serializers.DictField(
        child=serializers.ChoiceField(choices=Side.choices),
        required=False,
        default=dict,
        help_text=f"For {', '.join(MERGE_FIELDS)}: whose value stays. By default the survivor's, if it has one.",
    )
    survivor_version = serializers.IntegerField(required=False, help_text="The version that the caller has seen.")
    merged_version = serializers.IntegerField(required=False, help_text="Likewise.")
