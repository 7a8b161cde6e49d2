"""Balance, entries and payments of an account: `/accounts/{number}/…/`; the reversal of an entry."""

from __future__ import annotations

from typing import cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.errors import OutOfScope
from crm.org.models import Staff
from crm.web.api.pagination import NewestFirst
from crm.web.api.views import ApiFrame
from customers.book.api.views.of_account import OfAccount
from customers.book.operations.locking import day_of
from metering.api.serializers import EntrySerializer, PaymentSerializer, ReversalSerializer, StandingSerializer
from metering.models import LedgerEntry
from metering.operations.payments import CHARGES, MONEY, post_payment, reverse_charge, reverse_payment
from metering.queries.ledger import debt_of, entry_by_id
from metering.queries.payers import paid_for_by
from metering.rules import POST_PAYMENT, VIEW_LEDGER


class BalanceView(OfAccount, GenericAPIView):
    """What an account owes today, with its open charges."""

    permission = VIEW_LEDGER
    serializer_class = StandingSerializer

    @extend_schema(operation_id="account_balance", responses=StandingSerializer)
    def get(self, request: Request, account_number: str) -> Response:
        """At most eleven statements of SQL, however many charges are open and accounts are paid together."""
        today = day_of(timezone.now())
        context = {"paid_for": paid_for_by(self.account, today)}
        return Response(StandingSerializer(debt_of(self.account.pk, today), context=context).data)


class EntryViewSet(OfAccount, ListModelMixin, GenericViewSet):
    """The entries of an account's ledger, the latest posted first."""

    permission = VIEW_LEDGER
    queryset = LedgerEntry.objects.none()
    serializer_class = EntrySerializer
    pagination_class = NewestFirst
    joined = ("posted_by", "open_item")


class PaymentView(OfAccount, GenericAPIView):
    """Payments to an account."""

    permission = POST_PAYMENT
    serializer_class = PaymentSerializer

    @extend_schema(operation_id="payment_create", request=PaymentSerializer, responses={201: EntrySerializer})
    def post(self, request: Request, account_number: str) -> Response:
        """Take a payment; answers with its entry. The same number again answers with the same entry."""
        body = PaymentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = dict(body.validated_data)
        entry = post_payment(
            account_id=self.account.pk,
            key=wanted.pop("number"),
            **wanted,
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return Response(EntrySerializer(LedgerEntry.objects.get(pk=entry.pk)).data, status=201)


class ReversalView(ApiFrame, GenericAPIView):
    """The reverse of a payment, a refund or a charge."""

    serializer_class = ReversalSerializer

    @extend_schema(operation_id="entry_reverse", request=ReversalSerializer, responses={201: EntrySerializer})
    def post(self, request: Request, pk: int) -> Response:
        """Take an entry back; answers with the reversing entry, the same when asked again."""
        entry = entry_by_id(request.user, pk)
        if entry.kind not in MONEY | CHARGES:
            raise OutOfScope
        body = ReversalSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        take_back = reverse_payment if entry.kind in MONEY else reverse_charge
        made = take_back(
            entry_id=entry.pk,
            reason=body.validated_data["reason"],
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return Response(EntrySerializer(LedgerEntry.objects.get(pk=made.pk)).data, status=201)
