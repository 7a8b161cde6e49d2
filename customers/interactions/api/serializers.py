"""What the API shows of contacts and takes for one."""

from __future__ import annotations

from rest_framework import serializers

from customers.interactions.enums import ContactChannel, Direction, Purpose
from customers.interactions.models import Interaction


class InteractionSerializer(serializers.ModelSerializer):
    """A contact with a customer; who spoke is masked."""

    contact_name = serializers.CharField(source="masked_contact", read_only=True)
    taken_by = serializers.CharField(source="taken_by.number", read_only=True, help_text="Staff number.")
    owner = serializers.CharField(source="owner.number", read_only=True, help_text="Staff number: responsible.")

    class Meta:
        model = Interaction
        fields = [
            "id",
            "channel",
            "direction",
            "purpose",
            "text",
            "contact_name",
            "taken_by",
            "taken_at",
            "owner",
            "state",
            "due_on",
            "answer",
            "answered_at",
            "version",
        ]
        read_only_fields = fields


class NewInteractionSerializer(serializers.Serializer):
    """A contact to write down; with an answer, or outbound, it is closed at once."""

    token = serializers.UUIDField(help_text="The sender's own number: the same number again is the same contact.")
    channel = serializers.ChoiceField(choices=ContactChannel.choices)
    direction = serializers.ChoiceField(choices=Direction.choices, default=Direction.INBOUND)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    text = serializers.CharField(min_length=2, max_length=1000)
    contact_name = serializers.CharField(max_length=60, default="", allow_blank=True)
    answer = serializers.CharField(max_length=1000, default="", allow_blank=True)
    due_on = serializers.DateField(default=None, allow_null=True, help_text="Until when it must be answered.")
