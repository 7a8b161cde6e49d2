"""Contacts of an account: `/accounts/{number}/interactions/`; for the console of the call centre."""

from __future__ import annotations

from typing import cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.org.models import Staff
from crm.web.api.pagination import NewestFirst
from customers.book.api.views.of_account import OfAccount
from customers.interactions.api.serializers import InteractionSerializer, NewInteractionSerializer
from customers.interactions.models import Interaction
from customers.interactions.operations import record_interaction
from customers.interactions.rules import VIEW_INTERACTION


class InteractionViewSet(OfAccount, ListModelMixin, GenericViewSet):
    """Contacts with the customer about an account, the latest first."""

    permission = VIEW_INTERACTION
    queryset = Interaction.objects.none()
    serializer_class = InteractionSerializer
    pagination_class = NewestFirst
    joined = ("taken_by", "owner")

    @extend_schema(request=NewInteractionSerializer, responses={201: InteractionSerializer})
    def create(self, request: Request, account_number: str) -> Response:
        """Write a contact down. Who does so owns it until it is answered."""
        body = NewInteractionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        made = record_interaction(
            account_id=self.account.pk,
            **body.validated_data,
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return Response(InteractionSerializer(made).data, status=201)
