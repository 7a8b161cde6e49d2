"""Where a case stands in its flow, step by step, and what of it can be printed: as JSON."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from bizexpansion.engine.diagram import NodeState
from bizexpansion.models import Case
from bizexpansion.printing import SHEETS, case_to_print, print_sheet, sheets_of
from bizexpansion.queries.case import find_case
from bizexpansion.queries.case_page import CasePage
from crm.org.models import Staff
from crm.web.api.views import ApiFrame

TASK = OpenApiParameter("task", int, description="Of a notice: the step at which it was given.")


class CourseStepSerializer(serializers.Serializer):
    """A step of the flow as the drawing marks it."""

    step = serializers.CharField(source="id", help_text="Id of the step; the drawing has the same.")
    name = serializers.CharField()
    code = serializers.CharField(source="step.code", help_text="Code of the step (030018): A01, W7, …")
    state = serializers.ChoiceField(choices=[(one.value, one.value) for one in NodeState], source="state.value")
    word = serializers.CharField(help_text="The state in the language of the request.")
    holder = serializers.CharField(help_text="Who holds an open step; else empty.")
    has_record = serializers.BooleanField(help_text="Whether it has been filled in.")


class CourseSerializer(serializers.Serializer):
    """Where a case stands in its flow."""

    flow = serializers.CharField()
    flow_version = serializers.IntegerField()
    drawing_url = serializers.CharField(help_text="The flow as BPMN 2.0 with its picture.")
    steps = CourseStepSerializer(many=True)


class PrintSerializer(serializers.Serializer):
    """A sheet that can be printed now."""

    kind = serializers.ChoiceField(choices=list(SHEETS.items()))
    name = serializers.CharField()
    task = serializers.IntegerField(allow_null=True, help_text="Of a notice: the step at which it was given.")
    url = serializers.CharField(help_text="The sheet as HTML, laid out for A4.")


class CaseView(ApiFrame, GenericAPIView):
    """Something of one case that the caller may see."""

    queryset = Case.objects.none()
    pagination_class = None
    filter_backends = []

    def page(self, case_number: str) -> CasePage:
        """The case as its page reads it. Raises OutOfScope."""
        case = find_case(self.request.user, case_number)
        return CasePage(case, cast(Staff, self.request.user), timezone.now())


class CourseView(CaseView):
    """The state of the drawing."""

    serializer_class = CourseSerializer

    @extend_schema(operation_id="case_course", responses=CourseSerializer)
    def get(self, request: Request, case_number: str) -> Response:
        """Done, open, late, returned, waiting, ahead, not needed: every step of the flow in its order."""
        page = self.page(case_number)
        code, version = page.case.flow_code, page.case.flow_version
        found = {
            "flow": code,
            "flow_version": version,
            "drawing_url": f"{reverse('api-flow-drawing', args=[code])}?version={version}",
            "steps": page.course.nodes,
        }
        return Response(CourseSerializer(found).data)


class CasePrintsView(CaseView):
    """The sheets of a case."""

    serializer_class = PrintSerializer

    @extend_schema(operation_id="case_prints", responses=PrintSerializer(many=True))
    def get(self, request: Request, case_number: str) -> Response:
        """What can be printed now, for people who handle the papers."""
        case_to_print(cast(Staff, request.user), case_number)
        rows = []
        for kind, task_id in sheets_of(self.page(case_number)):
            where: dict[str, Any] = {"case_number": case_number, "kind": kind}
            of_task = f"?task={task_id}" if task_id else ""
            url = reverse("api-case-print", kwargs=where) + of_task
            rows.append({"kind": kind, "name": str(SHEETS[kind]), "task": task_id, "url": url})
        return Response(PrintSerializer(rows, many=True).data)


class CasePrintView(CaseView):
    """One sheet."""

    serializer_class = PrintSerializer
    query_parameters = frozenset({"task"})

    @extend_schema(
        operation_id="case_print",
        parameters=[TASK],
        responses={(200, "text/html"): OpenApiTypes.STR},
    )
    def get(self, request: Request, case_number: str, kind: str) -> HttpResponse:
        """Receipt, registration form, reply of the plan, work order, one-time notice: as the page prints it."""
        case = case_to_print(cast(Staff, request.user), case_number)
        task = request.query_params.get("task", "")
        return print_sheet(request._request, kind, case, int(task) if task.isdecimal() else None)
