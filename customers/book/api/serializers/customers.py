"""Who: customers and contact persons. Names, phones and addresses of persons are masked, as on the pages."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from crm.web.api.gates import GatedSerializer
from crm.web.masks import mask_address
from customers.book.api.serializers.parts import CorrectionSerializer
from customers.book.enums import ContactPurpose
from customers.book.models import ContactPerson, Customer
from customers.book.rules import VIEW_CONTACTS


class CustomerSerializer(GatedSerializer):
    """A customer before the law. `id_number` shows no more than its end."""

    gated = {"id_kind": VIEW_CONTACTS, "id_number": VIEW_CONTACTS, "mailing_address": VIEW_CONTACTS}

    name = serializers.CharField(source="masked_name", read_only=True)
    id_number = serializers.CharField(source="masked_id_number", read_only=True)
    registered_address = serializers.SerializerMethodField()
    mailing_address = serializers.SerializerMethodField()

    class Meta:
        model = Customer
        fields = [
            "customer_number",
            "name",
            "kind",
            "id_kind",
            "id_number",
            "registered_address",
            "mailing_address",
            "version",
            "created_at",
        ]
        read_only_fields = fields

    def get_registered_address(self, customer: Customer) -> str:
        """Public for an organisation."""
        return mask_address(customer.registered_address) if customer.is_person else customer.registered_address

    def get_mailing_address(self, customer: Customer) -> str:
        """Masked for a person."""
        return mask_address(customer.mailing_address) if customer.is_person else customer.mailing_address


class CustomerCorrectionSerializer(CorrectionSerializer):
    """Values of a customer that were written down wrongly."""

    name = serializers.CharField(max_length=120, required=False)
    registered_address = serializers.CharField(max_length=200, required=False, allow_blank=True)
    mailing_address = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ContactSerializer(serializers.ModelSerializer):
    """A contact person of one purpose, masked."""

    purpose = serializers.ChoiceField(choices=ContactPurpose.choices, read_only=True)
    name = serializers.CharField(source="masked_name", read_only=True)
    phone = serializers.CharField(source="masked_phone", read_only=True)

    class Meta:
        model = ContactPerson
        fields = ["purpose", "name", "phone", "version"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[OpenApiExample("Outage", {"name": "陈静", "phone": "13912345678"}, request_only=True)]
)
class WrittenContactSerializer(serializers.Serializer):
    """A contact person in clear. A PATCH keeps what it does not send."""

    name = serializers.CharField(max_length=60)
    phone = serializers.CharField(max_length=30, help_text="Mobile number, or fixed line with area code.")
