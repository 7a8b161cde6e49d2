"""Steps over the API: find them, take them, fill them in, hand them on, send them back."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from bizexpansion.api import serializers
from bizexpansion.api.form_serializers import FormSerializer, StepSerializer
from bizexpansion.api.forms import as_posted, describe, refuse_invalid, refuse_stray_files
from bizexpansion.api.photos import PhotoSerializer, PhotoUploadSerializer
from bizexpansion.api.views import CaseViewSet
from bizexpansion.filters import TaskFilter
from bizexpansion.models import Case, GridProgress, Task
from bizexpansion.operations import bulk, control, desk, works
from bizexpansion.operations.photos import add_photos
from bizexpansion.queries import consequences
from bizexpansion.queries.case import find_case
from bizexpansion.queries.case_page import CasePage
from bizexpansion.queries.people import able_staff
from bizexpansion.queries.photos import photos_of
from bizexpansion.rules import ASSIGN_TASK, VIEW_CASE, step_permission
from bizexpansion.steps import open_entry, send_entry, spec_of
from crm.errors import DomainError, NotPermitted, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import has_permission, require
from crm.web.api.problems import domain_problem
from crm.web.api.views import RecordFrame, if_match


class TaskViewSet(RecordFrame, ListModelMixin, GenericViewSet):
    """Visits of steps that the caller may see."""

    queryset = Task.objects.none()
    serializer_class = serializers.TaskSerializer
    lookup_value_regex = r"[0-9]{1,18}"
    filterset_class = TaskFilter
    parser_classes = [JSONParser, MultiPartParser]

    def get_queryset(self) -> QuerySet[Task]:
        """Only what `restrict` lets through, in one query with what a line shows."""
        rows = Task.objects.restrict(self.request.user, VIEW_CASE)
        return rows.select_related("case", "team", "assignee", "clock")

    def address_of(self, record: Task) -> str:
        """The task by its key."""
        return reverse("api-task-detail", kwargs={"pk": record.pk})

    @property
    def actor(self) -> Staff:
        """Who asks."""
        return cast(Staff, self.request.user)

    @extend_schema(responses=PhotoSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def photos(self, request: Request, pk: str) -> Response:
        """The photos of the step."""
        return Response(PhotoSerializer(photos_of(self.get_object()), many=True).data)

    @extend_schema(
        request={"multipart/form-data": PhotoUploadSerializer}, responses={201: PhotoSerializer(many=True)}
    )
    @photos.mapping.post
    def keep_photos(self, request: Request, pk: str) -> Response:
        """Keep photos of an open step; the same picture twice is kept once."""
        task = self.get_object()
        require(request.user, step_permission(spec_of(task).key), task.department_id)
        body = PhotoUploadSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        files = body.validated_data["photos"]
        add_photos(task_id=task.pk, photos=files, actor=self.actor, now=timezone.now())
        return Response(PhotoSerializer(photos_of(task), many=True).data, status=201)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    @if_match
    def claim(self, request: Request, pk: str) -> Response:
        """Take an unassigned task onto one's own desk."""
        desk.claim_task(task_id=self.record.pk, actor=self.actor, now=timezone.now())
        return self.answer(self.get_object())

    @extend_schema(request=serializers.AssignSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def assign(self, request: Request, pk: str) -> Response:
        """Hand a task to a colleague (派工)."""
        return self._run(serializers.AssignSerializer, desk.assign_task, version=self.seen)

    @extend_schema(request=serializers.TransferSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def transfer(self, request: Request, pk: str) -> Response:
        """Pass one's own task on to a colleague (转办)."""
        return self._run(serializers.TransferSerializer, desk.transfer_task, version=self.seen)

    @extend_schema(responses=serializers.ColleagueSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def colleagues(self, request: Request, pk: str) -> Response:
        """Who can do the step and is at work: for whoever may dispatch it or does it himself."""
        task = self.get_object()
        case = task.case
        may_do = has_permission(request.user, step_permission(spec_of(task).key), task.department_id)
        if not may_do and not has_permission(request.user, ASSIGN_TASK, task.department_id):
            raise NotPermitted
        people = able_staff(spec_of(task).key, case.department).exclude(absent_until__gte=timezone.localdate())
        return Response(serializers.ColleagueSerializer(people, many=True).data)

    @extend_schema(
        operation_id="tasks_claim_many",
        request=serializers.ManyTasksSerializer,
        responses=serializers.ManyDoneSerializer,
    )
    @action(detail=False, methods=["post"], url_path="claim", url_name="claim-many")
    def claim_many(self, request: Request) -> Response:
        """Take several tasks onto one's own desk."""
        return self._many(serializers.ManyTasksSerializer, bulk.claim_tasks)

    @extend_schema(
        operation_id="tasks_assign_many",
        request=serializers.AssignManySerializer,
        responses=serializers.ManyDoneSerializer,
    )
    @action(detail=False, methods=["post"], url_path="assign", url_name="assign-many")
    def assign_many(self, request: Request) -> Response:
        """Hand several tasks to one colleague (派工)."""
        return self._many(serializers.AssignManySerializer, bulk.assign_tasks)

    @extend_schema(responses=FormSerializer)
    @action(detail=True, methods=["get"])
    def form(self, request: Request, pk: str) -> Response:
        """What the step asks for, and what is known already."""
        task = self.get_object()
        require(request.user, step_permission(spec_of(task).key), task.department_id)
        return Response(describe(open_entry(task, user=self.actor)))

    @extend_schema(request=StepSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def complete(self, request: Request, pk: str) -> Response:
        """Fill in the step and send it: the case moves on. Photos and papers go along as multipart."""
        task, spec = self.record, spec_of(self.record)
        require(self.actor, step_permission(spec.key), task.department_id)
        body = StepSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data["values"]
        refuse_stray_files(spec, given, request.FILES)
        data = as_posted(spec, {**given, "version": self.seen})
        entry = open_entry(task, user=self.actor, data=data, files=request.FILES)
        refuse_invalid(entry)
        return self._answer_case(send_entry(entry, actor=self.actor, now=timezone.now()))

    @extend_schema(responses=serializers.TargetSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def returns(self, request: Request, pk: str) -> Response:
        """The steps to which the case can be sent back from here, and what that would undo."""
        task = self.get_object()
        require(request.user, step_permission(spec_of(task).key), task.department_id)
        page = CasePage(find_case(request.user, task.case.case_number), self.actor, timezone.now(), task.instance)
        targets = [
            {
                "step": done.node,
                "step_name": page.step_name(done.node),
                "consequences": consequences.of_return(page, done.node, task.instance).sentence,
            }
            for done in consequences.targets_of_return(page.graph, page.marking, task.node, task.instance)
            if task.is_open
        ]
        return Response(serializers.TargetSerializer(targets, many=True).data)

    @extend_schema(request=serializers.ReturnSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    @if_match
    def send_back(self, request: Request, pk: str) -> Response:
        """Send the case back to a step that has been done (退回); what followed is undone."""
        return self._move(serializers.ReturnSerializer, control.return_task, version=self.seen)

    @extend_schema(request=serializers.ReasonSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    @if_match
    def take_back(self, request: Request, pk: str) -> Response:
        """Take back a step that one has done oneself, as long as nobody has gone on from it."""
        return self._move(serializers.ReasonSerializer, control.take_back_step)

    @extend_schema(request=serializers.MissingSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"], url_path="ask-for-papers")
    @if_match
    def ask_for_papers(self, request: Request, pk: str) -> Response:
        """Tell the customer once what is missing; the step waits for it (W6)."""
        return self._move(serializers.MissingSerializer, desk.ask_for_papers, version=self.seen)

    @extend_schema(request=serializers.ResumeSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"], url_path="papers-received")
    @if_match
    def papers_received(self, request: Request, pk: str) -> Response:
        """What the step waited for has come: the ball is with us again."""
        return self._move(serializers.ResumeSerializer, desk.receive_papers)

    @extend_schema(request=serializers.GridProgressSerializer, responses=serializers.CaseDetailSerializer)
    @action(detail=True, methods=["post"])
    @if_match
    def progress(self, request: Request, pk: str) -> Response:
        """Report how far the grid-side project is; the step stays open."""
        body = serializers.GridProgressSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        made = GridProgress(**body.validated_data)
        works.report_grid_progress(task_id=self.record.pk, progress=made, actor=self.actor, now=timezone.now())
        return self._answer_case(self.record.case)

    def _checked(self, form: type[Serializer]) -> dict[str, Any]:
        body = form(data=self.request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _run(self, form: type[Serializer], operation: Any, **more: Any) -> Response:
        """Check the body, make the one call, answer with the task as it is now."""
        operation(task_id=self.record.pk, **self._checked(form), **more, actor=self.actor, now=timezone.now())
        return self.answer(self.get_object())

    def _move(self, form: type[Serializer], operation: Any, **more: Any) -> Response:
        """The same, answering with the case, which has moved."""
        operation(task_id=self.record.pk, **self._checked(form), **more, actor=self.actor, now=timezone.now())
        return self._answer_case(self.record.case)

    def _many(self, form: type[Serializer], operation: Any) -> Response:
        """Several tasks, those that the caller may not see refused as not there."""
        given = self._checked(form)
        asked = given.pop("tasks")
        seen = set(self.get_queryset().filter(pk__in=asked).values_list("pk", flat=True))
        result = operation(
            task_ids=[pk for pk in asked if pk in seen], **given, actor=self.actor, now=timezone.now()
        )
        return Response(many_done(result.done, result.refused, [pk for pk in asked if pk not in seen]))

    def _answer_case(self, case: Case) -> Response:
        """The case of the task, as its own address shows it."""
        cases = CaseViewSet(
            request=self.request,
            args=(),
            kwargs={"case_number": case.case_number},
            action="retrieve",
            format_kwarg=None,
        )
        return cases.answer(cases.get_object())


def many_done(done: list[int], refused: dict[int, DomainError], unknown: list[int]) -> dict[str, Any]:
    """The answer to a call for many tasks: those that nobody can see are not there."""
    gone = {pk: OutOfScope() for pk in unknown}
    return {
        "done": done,
        "refused": [{"task": pk, "problem": domain_problem(error)} for pk, error in {**refused, **gone}.items()],
    }
