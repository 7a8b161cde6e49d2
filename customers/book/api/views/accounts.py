"""Supply accounts over the API."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.audit.viewing import record_viewing
from crm.org.models import Staff
from crm.org.permissions import has_permission
from crm.registries import account_parts, permitted
from crm.web.api.views import if_match, never_kept
from customers.book.api.filters import AccountApiFilter
from customers.book.api.serializers.accounts import (
    AccountCorrectionSerializer,
    AccountDetailSerializer,
    AccountSerializer,
    SectionMoveSerializer,
)
from customers.book.api.serializers.parts import AccountRevealSerializer, RevealAnswerSerializer
from customers.book.api.views.grading import GradingActions
from customers.book.api.views.parts import AS_OF, ByAccountNumber, day_asked, needed, reveal, today
from customers.book.filters import AccountFilter
from customers.book.models import SupplyAccount
from customers.book.operations import correct_account, move_to_section
from customers.book.queries.contacts import contacts_shown
from customers.book.queries.in_force import (
    capacity_on,
    contracts_on,
    instrument_transformers_on,
    meters_on,
    prices_on,
)
from customers.book.rules import VIEW_ACCOUNT, VIEW_TERMS

STRUCTURE = (
    "supply_points__power_sources",
    "supply_points__transformers__power_source",
    "metering_points__supply_point",
    "metering_points__power_source",
    "metering_points__parent",
    "contracts",
)


@extend_schema_view(retrieve=extend_schema(parameters=[AS_OF]))
class AccountViewSet(GradingActions, ListModelMixin, GenericViewSet):
    """Supply accounts (户号) that the caller may see; another department's is a 404.

    Distribution operations, grid control and safety supervision get the part of an account that the grid needs.
    """

    queryset = SupplyAccount.objects.none()
    lookup_field = "account_number"
    lookup_value_regex = "[0-9]{10}"
    pagination_class = ByAccountNumber
    query_parameters = frozenset({"as_of"})

    @property
    def filterset_class(self) -> type[AccountFilter]:
        """Who only looks up narrows by nothing that he is not shown."""
        is_whole = getattr(self, "swagger_fake_view", False) or has_permission(self.request.user, VIEW_ACCOUNT)
        return AccountApiFilter if is_whole else AccountFilter

    def get_queryset(self) -> QuerySet[SupplyAccount]:
        """Only what `restrict` lets through, joined so that the number of queries stays constant."""
        rows = SupplyAccount.objects.restrict(self.request.user, needed(self))
        rows = rows.select_related("customer", "department", "district")
        if self.is_list():
            return rows
        contacts = Prefetch("contacts", contacts_shown(self.request.user), to_attr="shown_contacts")
        return rows.select_related("section").prefetch_related(contacts, *STRUCTURE)

    def get_serializer_class(self) -> type[AccountSerializer]:
        """A line for the list, the whole for one."""
        return AccountSerializer if self.is_list() else AccountDetailSerializer

    def address_of(self, record: SupplyAccount) -> str:
        """The account by its number."""
        return reverse("api-account-detail", kwargs={"account_number": record.account_number})

    def represent(self, record: SupplyAccount) -> Any:
        """With what is in force on the day, and what the apps add. Who reads it is noted, as on the page."""
        if self.action == "retrieve":
            record_viewing(subject=record, actor=cast(Staff, self.request.user), now=timezone.now())
        record.in_force = self._in_force(record)  # type: ignore[attr-defined]
        parts = permitted(account_parts, self.request.user, record.department_id)
        record.parts = {part.key: part.query(self.request.user, record) for part in parts}  # type: ignore[attr-defined]
        return super().represent(record)

    def _in_force(self, account: SupplyAccount) -> dict[str, Any]:
        day = day_asked(self.request) or today()
        found: dict[str, Any] = {
            "day": day,
            "capacity": capacity_on(account.pk, day),
            "meters": meters_on(account.pk, day),
            "instrument_transformers": instrument_transformers_on(account.pk, day),
        }
        if has_permission(self.request.user, VIEW_TERMS, account.department_id):
            found |= {"prices": prices_on(account.pk, day), "contracts": contracts_on(account.pk, day)}
        return found

    @extend_schema(request=AccountCorrectionSerializer, responses=AccountDetailSerializer)
    @if_match
    def partial_update(self, request: Request, account_number: str) -> Response:
        """Mend a slip in the name or the supply address; refused while a case is open on the account."""
        body = AccountCorrectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        correct_account(
            account_id=self.record.pk,
            version=self.seen,
            **body.validated_data,
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return self.answer(self.get_object())

    @extend_schema(request=SectionMoveSerializer, responses=AccountDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def section(self, request: Request, account_number: str) -> Response:
        """Let the account be read with another reading section of its department."""
        body = SectionMoveSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        move_to_section(
            account_id=self.record.pk,
            version=self.seen,
            section_number=body.validated_data["section"],
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return self.answer(self.get_object())

    @extend_schema(request=AccountRevealSerializer, responses=RevealAnswerSerializer)
    @action(detail=True, methods=["post"])
    @never_kept
    def reveal(self, request: Request, account_number: str) -> Response:
        """Show the name or the address of a person in clear; who, when and why is written down."""
        return reveal(request, "account", self.get_object().pk, AccountRevealSerializer)
