"""Customers over the API."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.org.models import Staff
from crm.web.api.views import RecordFrame, if_match, never_kept
from customers.book.api.filters import CustomerApiFilter
from customers.book.api.serializers.customers import CustomerCorrectionSerializer, CustomerSerializer
from customers.book.api.serializers.parts import CustomerRevealSerializer, RevealAnswerSerializer
from customers.book.api.views.parts import ByCustomerNumber, reveal
from customers.book.models import Customer
from customers.book.operations import correct_customer
from customers.book.rules import VIEW_ACCOUNT


class CustomerViewSet(RecordFrame, ListModelMixin, GenericViewSet):
    """Customers with an account that the caller may see. Their accounts: `GET /accounts/?customer=…`."""

    queryset = Customer.objects.none()
    lookup_field = "customer_number"
    lookup_value_regex = "[0-9A-Z]{1,16}"
    serializer_class = CustomerSerializer
    filterset_class = CustomerApiFilter
    pagination_class = ByCustomerNumber

    def get_queryset(self) -> QuerySet[Customer]:
        """Only what `restrict` lets through."""
        return Customer.objects.restrict(self.request.user, VIEW_ACCOUNT)

    def address_of(self, record: Any) -> str:
        """The customer by its number."""
        return reverse("api-customer-detail", kwargs={"customer_number": record.customer_number})

    @extend_schema(responses={200: CustomerSerializer, 301: None})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """One customer; one that was merged leads to the customer that it is part of now."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            number = self.kwargs["customer_number"]
            survivor = self.get_queryset().filter(merged_customers__customer_number=number).first()
            if survivor is None:
                raise
            return Response(status=301, headers={"Location": self.address_of(survivor)})

    @extend_schema(request=CustomerCorrectionSerializer, responses=CustomerSerializer)
    @if_match
    def partial_update(self, request: Request, customer_number: str) -> Response:
        """Mend the name or an address of the customer."""
        body = CustomerCorrectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        correct_customer(
            customer_id=self.record.pk,
            version=self.seen,
            **body.validated_data,
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return self.answer(self.get_object())

    @extend_schema(request=CustomerRevealSerializer, responses=RevealAnswerSerializer)
    @action(detail=True, methods=["post"])
    @never_kept
    def reveal(self, request: Request, customer_number: str) -> Response:
        """Show a personal value in clear; who, when and why is written down."""
        return reveal(request, "customer", self.get_object().pk, CustomerRevealSerializer)
