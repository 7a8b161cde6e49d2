"""Cases and tasks over the API: the same operations and the same scope as the pages."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from bizexpansion.api import serializers
from bizexpansion.api.forms import as_posted, describe, refuse_invalid
from bizexpansion.filters import CaseFilter, TaskFilter
from bizexpansion.forms.base import StepEntry
from bizexpansion.models import Case, Task
from bizexpansion.operations import control, desk
from bizexpansion.rules import VIEW_CASE, step_permission
from bizexpansion.steps import STEPS, open_entry, send_entry, spec_of
from crm.org.models import Staff
from crm.org.permissions import require


class CaseViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Business-expansion cases that the caller may see; another department's is a 404."""

    queryset = Case.objects.none()
    serializer_class = serializers.CaseSerializer
    lookup_field = "case_number"
    lookup_value_regex = r"\d{6}-\d{4,}"
    filterset_class = CaseFilter

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

    def _run(self, request: Request, form: type[Serializer], operation: Any, **rename: str) -> Response:
        """Check the body, make the one call, answer with the case as it is now."""
        case = self.get_object()
        body = form(data=request.data)
        body.is_valid(raise_exception=True)
        values = {rename.get(name, name): value for name, value in body.validated_data.items()}
        operation(case_id=case.pk, **values, actor=request.user, now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=serializers.ApplicationSerializer, responses={201: serializers.CaseDetailSerializer})
    def create(self, request: Request) -> Response:
        """Accept an application for high-voltage new supply (104)."""
        actor = cast(Staff, request.user)
        require(actor, step_permission("accept"))
        body = serializers.ApplicationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = {**body.validated_data["values"], "token": body.validated_data["token"]}
        entry = StepEntry(STEPS["accept"], user=actor, data=as_posted(STEPS["accept"], values), files={})
        refuse_invalid(entry)
        case = send_entry(entry, actor=actor, now=timezone.now())
        self.kwargs["case_number"] = case.case_number
        return Response(self.get_serializer(self.get_object()).data, status=201)

    @extend_schema(responses=serializers.FormSerializer, filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def form(self, request: Request) -> Response:
        """What the registration form of a new application asks for."""
        require(request.user, step_permission("accept"))
        return Response(describe(StepEntry(STEPS["accept"], user=request.user)))

    @extend_schema(request=serializers.UrgeSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def urge(self, request: Request, case_number: str) -> Response:
        """Urge the holder on (催办) because the customer asks."""
        return self._run(request, serializers.UrgeSerializer, control.urge_case)

    @extend_schema(request=serializers.SuspendSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def suspend(self, request: Request, case_number: str) -> Response:
        """Let the case stand still."""
        return self._run(request, serializers.SuspendSerializer, control.suspend_case, stop_reason="reason")

    @extend_schema(request=serializers.ResumeSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, case_number: str) -> Response:
        """Let a suspended case go on."""
        return self._run(request, serializers.ResumeSerializer, control.resume_case)

    @extend_schema(request=serializers.EndSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def abort(self, request: Request, case_number: str) -> Response:
        """End the case and take back what it changed in the book."""
        return self._run(request, serializers.EndSerializer, control.abort_case)

    @extend_schema(request=serializers.EndSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, case_number: str) -> Response:
        """The customer withdraws the application."""
        return self._run(request, serializers.EndSerializer, control.withdraw_application)

    @extend_schema(request=serializers.EndSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def replan(self, request: Request, case_number: str) -> Response:
        """Plan anew for a reason on the grid's side."""
        return self._run(request, serializers.EndSerializer, control.replan)

    @extend_schema(request=serializers.GreenChannelSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"], url_path="green-channel")
    def green_channel(self, request: Request, case_number: str) -> Response:
        """Put the case on the green channel, or take it off."""
        return self._run(request, serializers.GreenChannelSerializer, control.mark_green_channel)


class TaskViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """Visits of steps that the caller may see."""

    queryset = Task.objects.none()
    serializer_class = serializers.TaskSerializer
    lookup_value_regex = r"\d+"
    filterset_class = TaskFilter

    def get_queryset(self) -> QuerySet[Task]:
        """Only what `restrict` lets through, in one query with what a line shows."""
        rows = Task.objects.restrict(self.request.user, VIEW_CASE)
        return rows.select_related("case", "team", "assignee", "clock")

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, pk: str) -> Response:
        """Take an unassigned task onto one's own desk."""
        desk.claim_task(task_id=self.get_object().pk, actor=cast(Staff, request.user), now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=serializers.AssignSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Hand a task to a colleague (派工)."""
        task = self.get_object()
        body = serializers.AssignSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        desk.assign_task(
            task_id=task.pk, **body.validated_data, actor=cast(Staff, request.user), now=timezone.now()
        )
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses=serializers.FormSerializer)
    @action(detail=True, methods=["get"])
    def form(self, request: Request, pk: str) -> Response:
        """What the step asks for, and what is known already."""
        task = self.get_object()
        require(request.user, step_permission(spec_of(task).key), task.department_id)
        return Response(describe(open_entry(task, user=cast(Staff, request.user))))

    @extend_schema(request=serializers.StepSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """Fill in the step and send it: the case moves on. Refused where the version is stale."""
        task = self.get_object()
        actor = cast(Staff, request.user)
        require(actor, step_permission(spec_of(task).key), task.department_id)
        body = serializers.StepSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = {**body.validated_data["values"], "version": body.validated_data["version"]}
        entry = open_entry(task, user=actor, data=as_posted(spec_of(task), values), files={})
        refuse_invalid(entry)
        case = send_entry(entry, actor=actor, now=timezone.now())
        rows = Case.objects.restrict(actor, VIEW_CASE).select_related("account__customer", "department")
        answer = serializers.CaseDetailSerializer(rows.get(pk=case.pk), context=self.get_serializer_context())
        return Response(answer.data)
