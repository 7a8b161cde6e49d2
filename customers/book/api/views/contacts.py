"""Contact persons of an account, one for each purpose: `/accounts/{number}/contacts/{purpose}/`."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.org.models import Staff
from crm.web.api.conditions import AlreadyThere, is_seen, tags_in
from crm.web.api.pagination import NewestFirst
from crm.web.api.schema import ETAG, IF_MATCH_OR_NEW, IF_NONE_MATCH_ANY
from crm.web.api.views import RecordFrame, if_match, judges_itself, never_kept
from customers.book.api.serializers.customers import ContactSerializer, WrittenContactSerializer
from customers.book.api.serializers.parts import ContactRevealSerializer, RevealAnswerSerializer
from customers.book.api.views.of_account import OfAccount
from customers.book.api.views.parts import reveal
from customers.book.models import ContactPerson
from customers.book.operations import remove_contact, update_contact
from customers.book.queries.contacts import contacts_shown
from customers.book.specs import ContactSpec


class ByPurpose(NewestFirst):
    """In the order of purposes."""

    ordering = ("purpose",)


class ContactViewSet(OfAccount, RecordFrame, ListModelMixin, GenericViewSet):
    """Whom to call: masked; without the permission for contacts only about an outage."""

    queryset = ContactPerson.objects.none()
    serializer_class = ContactSerializer
    pagination_class = ByPurpose
    lookup_field = "purpose"
    lookup_value_regex = "[A-Z]{1,12}"

    def get_queryset(self) -> QuerySet[ContactPerson]:
        """Those of the account that the caller is shown."""
        return contacts_shown(self.request.user).filter(account=self.account)

    def address_of(self, record: Any) -> str:
        """The contact person by account and purpose."""
        number = self.account.account_number
        return reverse("api-contact-detail", kwargs={"account_number": number, "purpose": record.purpose})

    @extend_schema(
        request=WrittenContactSerializer,
        parameters=[IF_MATCH_OR_NEW, IF_NONE_MATCH_ANY, ETAG],
        responses={200: ContactSerializer, 201: ContactSerializer},
    )
    @judges_itself
    def update(self, request: Request, account_number: str, purpose: str) -> Response:
        """Write the person of a purpose: anew (201), or in place of the one that was seen (`If-Match`)."""
        standing = self.get_queryset().filter(purpose=purpose).first()
        if standing is not None:
            if tags_in(request, "If-None-Match") == ["*"]:
                raise AlreadyThere(field="If-None-Match")
            if not is_seen(request, standing.version):
                raise self.stale(standing)
        body = WrittenContactSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        written = self._write(purpose, standing.version if standing else 0, **body.validated_data)
        return self.answer(written, status=200 if standing else 201)

    @extend_schema(request=WrittenContactSerializer, responses=ContactSerializer)
    @if_match
    def partial_update(self, request: Request, account_number: str, purpose: str) -> Response:
        """Correct the name or the phone alone."""
        body = WrittenContactSerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        values = {"name": self.record.name, "phone": self.record.phone, **body.validated_data}
        return self.answer(self._write(purpose, self.seen, **values))

    @extend_schema(responses={204: None})
    @if_match
    def destroy(self, request: Request, account_number: str, purpose: str) -> Response:
        """Take the person off the account."""
        remove_contact(
            account_id=self.account.pk,
            purpose=purpose,
            version=self.seen,
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return Response(status=204)

    @extend_schema(request=ContactRevealSerializer, responses=RevealAnswerSerializer)
    @action(detail=True, methods=["post"])
    @never_kept
    def reveal(self, request: Request, account_number: str, purpose: str) -> Response:
        """Show name or phone in clear; who, when and why is written down."""
        return reveal(request, "contact", self.get_object().pk, ContactRevealSerializer)

    def _write(self, purpose: str, version: int, **values: str) -> ContactPerson:
        return update_contact(
            account_id=self.account.pk,
            contact=ContactSpec(purpose=purpose, **values),
            version=version,
            actor=cast(Staff, self.request.user),
            now=timezone.now(),
        )
