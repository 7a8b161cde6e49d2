"""Cases over the API: the same operations and the same scope as the pages."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from bizexpansion.api import serializers
from bizexpansion.api.form_serializers import ApplicationSerializer, FormSerializer
from bizexpansion.api.forms import as_posted, describe, refuse_invalid, refuse_stray_files
from bizexpansion.counter import accept_permission, known_values
from bizexpansion.drafting import draft_key, draft_subject
from bizexpansion.engine.compile import Graph
from bizexpansion.filters import CaseFilter
from bizexpansion.flows import get_flow
from bizexpansion.models import Case
from bizexpansion.operations import control
from bizexpansion.operations.plan_validity import extend_supply_plan
from bizexpansion.rules import VIEW_CASE
from bizexpansion.steps import accept_entry, accept_spec, send_entry
from crm.errors import OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.views import RecordFrame, if_match
from crm.web.drafts import discard_draft
from customers.book.queries.accounts import account_by_number

DEFAULT_FLOW = "104"
OF_FORM = [
    OpenApiParameter("flow", str, description=f"Code of the flow, {DEFAULT_FLOW} unless another is named."),
    OpenApiParameter("account", str, description="Account number: what the book knows of it is filled in."),
]


class CaseViewSet(RecordFrame, ListModelMixin, GenericViewSet):
    """Business-expansion cases that the caller may see; another department's is a 404."""

    queryset = Case.objects.none()
    serializer_class = serializers.CaseSerializer
    lookup_field = "case_number"
    lookup_value_regex = r"\d{6}-\d{4,}"
    filterset_class = CaseFilter
    parser_classes = [JSONParser, MultiPartParser]

    def get_queryset(self) -> QuerySet[Case]:
        """Only what `restrict` lets through."""
        rows = Case.objects.restrict(self.request.user, VIEW_CASE)
        rows = rows.select_related("account__customer", "department")
        if self.action != "list":
            rows = rows.prefetch_related(
                "tasks__team", "tasks__assignee", "tasks__clock", "clocks__clock__rule", "events__actor"
            )
        return rows

    def get_serializer_class(self) -> type[Serializer]:
        """A line for the list, the whole for one."""
        return serializers.CaseSerializer if self.action == "list" else serializers.CaseDetailSerializer

    def _run(self, request: Request, form: type[Serializer], operation: Any, **more: Any) -> Response:
        """Check the body, make the one call, answer with the case as it is now."""
        case = self.get_object()
        body = form(data=request.data)
        body.is_valid(raise_exception=True)
        operation(case_id=case.pk, **body.validated_data, **more, actor=request.user, now=timezone.now())
        return self.answer(self.get_object())

    def address_of(self, record: Case) -> str:
        """The case by its number."""
        return reverse("api-case-detail", kwargs={"case_number": record.case_number})

    @extend_schema(request=ApplicationSerializer, responses={201: serializers.CaseDetailSerializer})
    def create(self, request: Request) -> Response:
        """Accept an application for the flow that is named."""
        actor = cast(Staff, request.user)
        body = ApplicationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        graph = self._flow(request, body.validated_data["flow"])
        spec, given = accept_spec(graph), body.validated_data["values"]
        refuse_stray_files(spec, given, request.FILES)
        values = {**given, "token": body.validated_data["token"]}
        entry = accept_entry(graph, user=actor, data=as_posted(spec, values), files=request.FILES)
        refuse_invalid(entry)
        case = send_entry(entry, actor=actor, now=timezone.now())
        discard_draft(actor, draft_key(None, graph), draft_subject(None, entry))
        self.kwargs["case_number"] = case.case_number
        return self.answer(self.get_object(), status=201)

    @property
    def query_parameters(self) -> frozenset[str]:  # type: ignore[override]  # of the form alone
        """What the description of a form takes."""
        return frozenset({"flow", "account"} if self.action == "form" else ())

    @extend_schema(responses=FormSerializer, filters=False, parameters=OF_FORM)
    @action(detail=False, methods=["get"], pagination_class=None)
    def form(self, request: Request) -> Response:
        """What the registration form of a flow asks for, and what the book knows of the account already."""
        graph = self._flow(request, request.query_params.get("flow", DEFAULT_FLOW))
        user, number = cast(Staff, request.user), request.query_params.get("account", "")
        known = known_values(graph, user, account_by_number(user, number)) if number else None
        return Response(describe(accept_entry(graph, user=user, initial=known)))

    def _flow(self, request: Request, code: str) -> Graph:
        """A flow whose applications the caller accepts. Raises OutOfScope for a code that is none."""
        try:
            graph = get_flow(code)
        except LookupError:
            raise OutOfScope from None
        require(request.user, accept_permission(graph))
        return graph

    @extend_schema(request=serializers.UrgeSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def urge(self, request: Request, case_number: str) -> Response:
        """Urge the holder on (催办) because the customer asks."""
        return self._run(request, serializers.UrgeSerializer, control.urge_case)

    @extend_schema(request=serializers.SuspendSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def suspend(self, request: Request, case_number: str) -> Response:
        """Let the case stand still."""
        return self._run(request, serializers.SuspendSerializer, control.suspend_case, version=self.seen)

    @extend_schema(request=serializers.ResumeSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def resume(self, request: Request, case_number: str) -> Response:
        """Let a suspended case go on."""
        return self._run(request, serializers.ResumeSerializer, control.resume_case, version=self.seen)

    @extend_schema(request=serializers.ReasonSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def abort(self, request: Request, case_number: str) -> Response:
        """End the case and take back what it changed in the book."""
        return self._run(request, serializers.ReasonSerializer, control.abort_case, version=self.seen)

    @extend_schema(request=serializers.ReasonSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def withdraw(self, request: Request, case_number: str) -> Response:
        """The customer withdraws the application."""
        return self._run(request, serializers.ReasonSerializer, control.withdraw_application, version=self.seen)

    @extend_schema(request=serializers.ReasonSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def replan(self, request: Request, case_number: str) -> Response:
        """Plan anew for a reason on the grid's side."""
        return self._run(request, serializers.ReasonSerializer, control.replan, version=self.seen)

    @extend_schema(request=serializers.ExtendPlanSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"], url_path="extend-plan")
    @if_match
    def extend_plan(self, request: Request, case_number: str) -> Response:
        """Let the replied plan stand longer because the customer asks in time."""
        return self._run(request, serializers.ExtendPlanSerializer, extend_supply_plan, version=self.seen)

    @extend_schema(request=serializers.GreenChannelSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"], url_path="green-channel")
    @if_match
    def green_channel(self, request: Request, case_number: str) -> Response:
        """Put the case on the green channel, or take it off."""
        return self._run(request, serializers.GreenChannelSerializer, control.mark_green_channel)
