"""The reports over the API: on time, who held the time, late soon, limits side by side, firms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from bizexpansion.api.serializers import CaseSerializer, words
from bizexpansion.filters import FirmOrdersFilter, LateSoonFilter, OnTimeFilter
from bizexpansion.forms.reports import SUPPLIED, DaysForm, LimitsForm, MonthForm
from bizexpansion.models import Case, CaseClock
from bizexpansion.queries import limits, ontime
from bizexpansion.queries.firms import FirmRow, firm_report
from bizexpansion.queries.late_soon import running_clocks
from bizexpansion.rules import VIEW_CASE, VIEW_REPORTS
from crm.clocks.enums import RuleKind
from crm.clocks.models import ClockRule
from crm.errors import InvalidInput
from crm.org.permissions import require
from crm.web.api.views import ApiFrame

MONTH = [
    OpenApiParameter("month_key", str, description="`2026-11`: 26 October to 25 November; this month without it."),
    OpenApiParameter("kind_key", str, enum=RuleKind.values, description="Which limit judges; PROMISED without it."),
]


COUNTED = ("flow_code", "closed", "judged", "late", "on_time", "rate")


class NodeSerializer(serializers.Serializer):
    """Orders that were judged by a timer, and those of them that were late."""

    timer = serializers.CharField()
    name = serializers.CharField()
    judged = serializers.IntegerField()
    late = serializers.IntegerField()


class OnTimeSerializer(serializers.Serializer):
    """Orders of a department and flow that were closed in the month."""

    department = serializers.CharField()
    flow_code = serializers.CharField()
    closed = serializers.IntegerField()
    judged = serializers.IntegerField()
    late = serializers.IntegerField()
    on_time = serializers.IntegerField()
    rate = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True, help_text="Per cent.")
    nodes = NodeSerializer(many=True)


class HeldSerializer(serializers.Serializer):
    """Who held the orders, in calendar days over all of them."""

    department = serializers.CharField()
    flow_code = serializers.CharField()
    cases = serializers.IntegerField()
    days = serializers.DictField(child=serializers.DecimalField(max_digits=12, decimal_places=1))


class LateSoonSerializer(serializers.ModelSerializer):
    """A promise of an open case that ends soon; the customer is masked."""

    case_number = serializers.CharField(source="case.case_number", read_only=True)
    customer = serializers.CharField(source="case.masked_title", read_only=True)
    flow_code = serializers.CharField(source="case.flow_code", read_only=True)
    department = serializers.CharField(source="case.department.name", read_only=True)
    name = serializers.CharField(source="clock.rule.label", read_only=True)
    kind_name = words("kind")
    due_at = serializers.DateTimeField(source="clock.due_at", read_only=True)

    class Meta:
        model = CaseClock
        fields = [
            "case_number",
            "customer",
            "flow_code",
            "department",
            "timer",
            "kind",
            "kind_name",
            "name",
            "due_at",
        ]
        read_only_fields = fields


class LimitSerializer(serializers.Serializer):
    """A limit with its source and validity."""

    kind = serializers.CharField(help_text="STATUTORY, PROMISED or INTERNAL.")
    limit = serializers.IntegerField()
    unit = serializers.CharField()
    legal_source = serializers.CharField()
    trust = serializers.CharField()
    department = serializers.CharField(allow_null=True, help_text="Null: of the company.")
    valid_from = serializers.DateField(allow_null=True)
    ends_before = serializers.DateField(allow_null=True, help_text="First day on which it holds no more.")


class LimitRowSerializer(serializers.Serializer):
    """A clock of the flow and its limits: of the law, promised, internal."""

    timer = serializers.CharField()
    name = serializers.CharField()
    start = serializers.ListField(child=serializers.CharField())
    stop = serializers.ListField(child=serializers.CharField())
    limits = LimitSerializer(many=True)


class FirmSerializer(serializers.Serializer):
    """Orders of a department, or of one clerk of it, by firm."""

    key = serializers.CharField(help_text="`design` or `build`: the `kind` of `GET /reports/firms/orders/`.")
    kind = serializers.CharField()
    department = serializers.CharField()
    department_id = serializers.IntegerField()
    clerk = serializers.CharField(help_text="Empty: the whole department.")
    clerk_number = serializers.CharField(help_text="Staff number (工号); empty: the whole department.")
    orders = serializers.IntegerField()
    firms = serializers.DictField(child=serializers.IntegerField())
    share = serializers.DecimalField(max_digits=4, decimal_places=1, help_text="Of the first firm, per cent.")
    is_conspicuous = serializers.BooleanField()


class FirmOrderSerializer(CaseSerializer):
    """An order with the firm whose papers came last."""

    accepted_by = serializers.CharField(source="accepted_by.number", read_only=True)
    firm_name = serializers.CharField(read_only=True)
    firm_at = serializers.DateTimeField(read_only=True)

    class Meta(CaseSerializer.Meta):
        fields = [*CaseSerializer.Meta.fields, "accepted_by", "firm_name", "firm_at"]
        read_only_fields = fields


class ReportView(ApiFrame, GenericAPIView):
    """A report; narrowed to what the caller may see."""

    checks_parameters = True
    queryset = Case.objects.none()
    pagination_class = None
    filter_backends = []

    def month(self) -> MonthForm:
        """The month and kind that were asked for. Raises InvalidInput."""
        form = MonthForm.of(self.request.query_params, timezone.now())
        return checked(form)


def checked(form: Any) -> Any:
    """A valid form. Raises InvalidInput naming the parameters."""
    if not form.is_valid():
        raise InvalidInput({name: [str(one) for one in said] for name, said in form.errors.items()})
    return form


class OnTimeView(ReportView):
    """Orders on time."""

    serializer_class = OnTimeSerializer
    query_parameters = frozenset({"month_key", "kind_key"})

    @extend_schema(operation_id="report_on_time", parameters=MONTH, responses=OnTimeSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Of a month by department and flow: on time is an order only if every limit that applied was kept."""
        require(request.user, VIEW_REPORTS)
        form = self.month()
        rows = [
            {
                **{
                    name: getattr(row, name)
                    for name in ("flow_code", "closed", "judged", "late", "on_time", "rate")
                },
                "department": row.department.name,
                "nodes": [
                    {"timer": timer, "name": str(name), "judged": row.nodes[timer][0], "late": row.nodes[timer][1]}
                    for timer, name in ontime.NODE_NAMES.items()
                    if timer in row.nodes
                ],
            }
            for row in ontime.on_time_report(request.user, form.month, form.kind)
        ]
        return Response(OnTimeSerializer(rows, many=True).data)


class JudgedSerializer(CaseSerializer):
    """An order with its verdict."""

    judged = serializers.BooleanField(read_only=True)
    late = serializers.BooleanField(read_only=True)

    class Meta(CaseSerializer.Meta):
        fields = [*CaseSerializer.Meta.fields, "judged", "late"]
        read_only_fields = fields


class OnTimeCasesViewSet(ApiFrame, ListModelMixin, GenericViewSet):
    """The orders behind a figure."""

    checks_parameters = True
    queryset = Case.objects.none()
    serializer_class = JudgedSerializer
    filterset_class = OnTimeFilter

    def get_queryset(self) -> QuerySet[Case]:
        """Orders of the month, each with its verdict."""
        require(self.request.user, VIEW_REPORTS)
        form = checked(MonthForm.of(self.request.query_params, timezone.now()))
        cases = ontime.with_verdict(ontime.closed_cases(self.request.user, form.month), form.kind)
        return cases.select_related("account__customer", "department")


class HeldView(ReportView):
    """Who held the time."""

    serializer_class = HeldSerializer
    query_parameters = frozenset({"month_key"})

    @extend_schema(operation_id="report_held", parameters=MONTH[:1], responses=HeldSerializer(many=True))
    def get(self, request: Request) -> Response:
        """We, the customer, the design firm, the permit office; of the orders of a month."""
        require(request.user, VIEW_REPORTS)
        rows = [
            {
                "department": row.department.name,
                "flow_code": row.flow_code,
                "cases": row.cases,
                "days": {holder.value: days for holder, days in row.days.items()},
            }
            for row in ontime.held_report(request.user, self.month().month)
        ]
        return Response(HeldSerializer(rows, many=True).data)


class LateSoonViewSet(ApiFrame, ListModelMixin, GenericViewSet):
    """Promises of open cases that end within one, three or five working days, or are late."""

    queryset = CaseClock.objects.none()
    serializer_class = LateSoonSerializer
    filterset_class = LateSoonFilter

    def get_queryset(self) -> QuerySet[CaseClock]:
        """The running clocks that the caller may see; the filter says until when."""
        require(self.request.user, VIEW_CASE)
        return running_clocks(self.request.user)


class LimitsView(ReportView):
    """Limits side by side."""

    serializer_class = LimitRowSerializer
    query_parameters = frozenset(LimitsForm.base_fields)

    @extend_schema(
        operation_id="report_limits",
        parameters=[
            OpenApiParameter("flow", str, description="Code of the flow; 104 without it."),
            OpenApiParameter("voltage", str, enum=[code for code, _label in SUPPLIED]),
            OpenApiParameter("sources", int, enum=[1, 2]),
            OpenApiParameter("external_works", bool),
            OpenApiParameter("department", int, description="Key of the department; the company without it."),
            OpenApiParameter("on", {"type": "string", "format": "date"}),
        ],
        responses=LimitRowSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Every clock of a flow with what the law allows, what is promised, what we aim at, on one day."""
        require(request.user, VIEW_CASE)
        form = checked(LimitsForm.of(request.query_params, timezone.now()))
        rows = [
            {
                "timer": row.timer,
                "name": str(row.name),
                "start": [str(one) for one in row.start],
                "stop": [str(one) for one in row.stop],
                "limits": [_limit(rule) for rule in row.limits if rule is not None],
            }
            for row in limits.limits_side_by_side(**form.facts())
        ]
        return Response(LimitRowSerializer(rows, many=True).data)


class FirmsView(ReportView):
    """The concentration of firms."""

    serializer_class = FirmSerializer
    query_parameters = frozenset({"first", "last"})

    @extend_schema(
        operation_id="report_firms",
        parameters=[
            OpenApiParameter("first", {"type": "string", "format": "date"}),
            OpenApiParameter("last", {"type": "string", "format": "date"}),
        ],
        responses=FirmSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Per department and clerk, of design and construction firms; the last twelve months without days."""
        require(request.user, VIEW_REPORTS)
        now: datetime = timezone.now()
        form = checked(DaysForm.of(request.query_params, now))
        first, last = form.days()
        rows = [_firms(row) for row in firm_report(request.user, first, last, now)]
        return Response(FirmSerializer(rows, many=True).data)


class FirmOrdersViewSet(ApiFrame, ListModelMixin, GenericViewSet):
    """The orders behind a firm; of the last twelve months and of design firms unless the filters say otherwise."""

    queryset = Case.objects.none()
    serializer_class = FirmOrderSerializer
    filterset_class = FirmOrdersFilter

    def get_queryset(self) -> QuerySet[Case]:
        """Orders of the caller's departments; the filter finds the firms."""
        require(self.request.user, VIEW_REPORTS)
        cases = Case.objects.restrict(self.request.user, VIEW_REPORTS)
        return cases.select_related("account__customer", "department", "accepted_by")


def _limit(rule: ClockRule) -> Mapping[str, Any]:
    return {
        **{name: getattr(rule, name) for name in ("kind", "limit", "unit", "legal_source", "trust")},
        "department": rule.department.name if rule.department else None,
        "valid_from": rule.valid.lower,
        "ends_before": rule.valid.upper,
    }


def _firms(row: FirmRow) -> Mapping[str, Any]:
    return {
        **{
            name: getattr(row, name)
            for name in ("key", "clerk", "clerk_number", "orders", "firms", "share", "is_conspicuous")
        },
        "kind": str(row.kind),
        "department": row.department.name,
        "department_id": row.department.pk,
    }
