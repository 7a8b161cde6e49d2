"""A batch order over the API: how far it is, its list from a sheet, one row, and one step for many rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from bizexpansion.api.form_serializers import FormSerializer, ValuesField
from bizexpansion.api.forms import as_posted, describe, refuse_invalid
from bizexpansion.api.serializers import ManyDoneSerializer
from bizexpansion.api.tasks import many_done
from bizexpansion.models import BatchApplication, Case, ListRowState, Task, application_of
from bizexpansion.operations import batch as operations
from bizexpansion.operations.batch_list import kind_of, read_list
from bizexpansion.operations.work import graph_of
from bizexpansion.queries.batch import RowView, progress_of, row_views, rows_at, tasks_to_do
from bizexpansion.queries.case import find_case
from bizexpansion.row_entries import MOST
from bizexpansion.rules import step_permission
from bizexpansion.steps import open_entry, spec_of
from crm.errors import DomainError, InvalidInput, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.pagination import NewestFirst
from crm.web.api.views import ApiFrame


class StateCountSerializer(serializers.Serializer):
    """So many rows in a state."""

    state = serializers.ChoiceField(choices=ListRowState.choices)
    rows = serializers.IntegerField()


class RowsAtStepSerializer(serializers.Serializer):
    """So many rows at a step."""

    step = serializers.CharField(source="node")
    step_name = serializers.CharField(source="name")
    rows = serializers.IntegerField(source="open")
    waiting = serializers.IntegerField(help_text="Of them somebody outside holds the ball.")
    mine = serializers.IntegerField(help_text="Of them the caller may do.")


class BatchSerializer(serializers.Serializer):
    """How far a batch order is."""

    total = serializers.IntegerField()
    done = serializers.IntegerField(help_text="Archived, or dropped.")
    states = StateCountSerializer(many=True)
    steps = RowsAtStepSerializer(many=True)


class SheetSerializer(serializers.Serializer):
    """The list as a file; a second one corrects rows by their numbers."""

    sheet = serializers.FileField(help_text="XLSX, or CSV. Its columns: `GET cases/{n}/batch/columns/`.")


class SheetReadSerializer(BatchSerializer):
    """What became of a list that was read."""

    went_on = serializers.IntegerField(help_text="Rows that had waited and are in order now.")


class ListColumnSerializer(serializers.Serializer):
    """A column of the list."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name of a member
    names = serializers.ListField(child=serializers.CharField(), help_text="Heads that are recognised.")


class RowProblemSerializer(serializers.Serializer):
    """What is wrong with a row."""

    column = serializers.CharField(help_text="Key of the column; empty: the whole row.")
    reason = serializers.CharField()


class RowTaskSerializer(serializers.Serializer):
    """An open step of a row."""

    id = serializers.IntegerField()
    step = serializers.CharField()
    step_name = serializers.CharField()
    held_by = serializers.CharField()


class BatchRowSerializer(serializers.Serializer):
    """A row: where it stands and what is wrong with it. Its customer is masked."""

    number = serializers.IntegerField(source="row.number")
    state = serializers.ChoiceField(source="row.state", choices=ListRowState.choices)
    words = serializers.CharField(source="row.words")
    account_number = serializers.CharField()
    drop_reason = serializers.CharField(source="row.drop_reason")
    problems = RowProblemSerializer(source="row.problems", many=True)
    remarks = serializers.ListField(
        child=serializers.CharField(), help_text="217: what the end of the account touches: debts, payers, cases."
    )
    tasks = serializers.SerializerMethodField()

    @extend_schema_field(RowTaskSerializer(many=True))
    def get_tasks(self, view: RowView) -> list[dict[str, Any]]:
        """Its open steps."""
        return [
            {"id": task.pk, "step": task.node, "step_name": str(name), "held_by": holder}
            for task, name, holder in view.tasks
        ]


class CorrectionSerializer(serializers.Serializer):
    """Cells of a row by key of the column, as text."""

    cells = serializers.DictField(child=serializers.CharField(max_length=200, allow_blank=True))


class DropSerializer(serializers.Serializer):
    """Why a row leaves the order."""

    reason = serializers.CharField(max_length=200)


class RowValuesSerializer(serializers.Serializer):
    """What one row has of its own."""

    task = serializers.IntegerField(min_value=1)
    values = ValuesField(required=False)


class RowsStepSerializer(serializers.Serializer):
    """One step for many rows: `values` for all of them, and what each has of its own."""

    values = ValuesField(required=False)
    rows = RowValuesSerializer(many=True, max_length=MOST)  # type: ignore[call-arg]  # the list takes it


class OfBatch(ApiFrame):
    """Finds the order; another department's is a 404, as is a case that is no batch."""

    def find(self) -> tuple[Case, Any]:
        """The case and its application. Raises OutOfScope."""
        case = find_case(self.request.user, self.kwargs["case_number"])
        asked = application_of(case)
        if not isinstance(asked, BatchApplication):
            raise OutOfScope
        asked.case = case
        return case, asked

    def find_to_list(self) -> tuple[Case, Any]:
        """The same, for who determines the customers. Raises NotPermitted."""
        case, asked = self.find()
        require(self.request.user, step_permission(operations.DETERMINE), case.department_id)
        return case, asked

    @property
    def actor(self) -> Staff:
        """Who asks."""
        return cast(Staff, self.request.user)

    def progress(self, case: Case, asked: Any) -> dict[str, Any]:
        """How far it is, as JSON."""
        found = progress_of(case, graph_of(case), asked, self.actor)
        states = [{"state": state, "rows": count} for state, _words, count in found.shown]
        return {"total": found.total, "done": found.done, "states": states, "steps": found.steps}


class BatchView(OfBatch, GenericAPIView):
    """How far an order is."""

    serializer_class = BatchSerializer

    @extend_schema(operation_id="batch_retrieve", responses=BatchSerializer)
    def get(self, request: Request, case_number: str) -> Response:
        """States and steps of all rows."""
        return Response(BatchSerializer(self.progress(*self.find())).data)


class BatchColumnsView(OfBatch, GenericAPIView):
    """The columns of the list."""

    queryset = Task.objects.none()
    serializer_class = ListColumnSerializer
    pagination_class = None
    filter_backends = []

    @extend_schema(operation_id="batch_columns", responses=ListColumnSerializer(many=True))
    def get(self, request: Request, case_number: str) -> Response:
        """Keys for corrections, heads for sheets."""
        _case, asked = self.find()
        rows = [
            {"key": one.key, "label": str(one.label), "names": one.names} for one in kind_of(asked).columns.columns
        ]
        return Response(ListColumnSerializer(rows, many=True).data)


class BatchSheetView(OfBatch, GenericAPIView):
    """The list from a file."""

    serializer_class = SheetSerializer
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="batch_sheet", request=SheetSerializer, responses=SheetReadSerializer)
    def post(self, request: Request, case_number: str) -> Response:
        """Read a list in, or corrections of it: all of it, or nothing. Bad rows wait, the others go on."""
        case, asked = self.find_to_list()
        body = SheetSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        upload = body.validated_data["sheet"]
        lines = read_list(kind_of(asked).columns, upload)
        result = operations.read_batch_list(
            case_id=case.pk, lines=lines, name=upload.name or "", actor=self.actor, now=timezone.now()
        )
        answer = {**self.progress(case, asked), "went_on": len(result.done)}
        return Response(SheetReadSerializer(answer).data)


class ByNumber(NewestFirst):
    """The rows of a list in its order."""

    ordering = ("number",)


class BatchRowViewSet(OfBatch, ListModelMixin, GenericViewSet):
    """The rows of an order."""

    queryset = Task.objects.none()
    serializer_class = BatchRowSerializer
    pagination_class = ByNumber
    filter_backends = []
    query_parameters = frozenset({"state", "step"})

    @extend_schema(
        operation_id="batch_rows",
        parameters=[
            OpenApiParameter("state", str, enum=ListRowState.values),
            OpenApiParameter("step", str, description="Rows that stand at this step."),
        ],
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """In the order of the list, a page at a time."""
        case, asked = self.find()
        page: Any = self.paginate_queryset(self.narrowed(case, asked))
        rows = row_views(case, graph_of(case), asked, page)
        return self.get_paginated_response(BatchRowSerializer(rows, many=True).data)

    def narrowed(self, case: Case, asked: Any) -> QuerySet[Any]:
        """By state and step."""
        rows: QuerySet[Any] = asked.rows().order_by().select_related("account")
        given = self.request.query_params
        if "state" in given:
            if given["state"] not in ListRowState.values:
                raise InvalidInput({"state": _("There is no such state.")}, codes={"state": ["invalid_choice"]})
            rows = rows.filter(state=given["state"])
        return rows.filter(number__in=rows_at(case, given["step"])) if "step" in given else rows

    @extend_schema(operation_id="batch_row", responses=BatchRowSerializer)
    def retrieve(self, request: Request, case_number: str, number: str) -> Response:
        """One row."""
        return self._answer(*self.find(), number)

    @extend_schema(operation_id="batch_row_correct", request=CorrectionSerializer, responses=BatchRowSerializer)
    def correct(self, request: Request, case_number: str, number: str) -> Response:
        """Correct cells of a row that waits; in order, it goes on. What is still wrong stands at the row."""
        case, asked = self._of_row(number)
        body = CorrectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        cells = body.validated_data["cells"]
        if unknown := sorted(key for key in cells if kind_of(asked).columns.column(key) is None):
            sentence, codes = _("The list has no such column."), {key: ["unknown_column"] for key in unknown}
            raise InvalidInput(dict.fromkeys(unknown, sentence), codes=codes)
        operations.correct_batch_row(
            case_id=case.pk, number=int(number), cells=cells, actor=self.actor, now=timezone.now()
        )
        return self._answer(case, asked, number)

    @extend_schema(operation_id="batch_row_drop", request=DropSerializer, responses=BatchRowSerializer)
    def drop(self, request: Request, case_number: str, number: str) -> Response:
        """Take a row out of the order; what has been done for it is undone."""
        case, asked = self._of_row(number)
        body = DropSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        operations.drop_batch_row(
            case_id=case.pk,
            number=int(number),
            reason=body.validated_data["reason"],
            actor=self.actor,
            now=timezone.now(),
        )
        return self._answer(case, asked, number)

    def _of_row(self, number: str) -> tuple[Case, Any]:
        case, asked = self.find_to_list()
        if asked.row(number) is None:
            raise OutOfScope
        return case, asked

    def _answer(self, case: Case, asked: Any, number: str) -> Response:
        row = asked.row(number)
        if row is None:
            raise OutOfScope
        [view] = row_views(case, graph_of(case), asked, [row])
        return Response(BatchRowSerializer(view).data)


class BatchStepView(OfBatch, GenericAPIView):
    """One step for the rows that stand at it."""

    serializer_class = RowsStepSerializer

    @extend_schema(operation_id="batch_step_form", responses=FormSerializer)
    def get(self, request: Request, case_number: str, node: str) -> Response:
        """What the step asks for, of the first row that stands at it for the caller."""
        case = self._at(node)
        task = tasks_to_do(case, node, self.actor).first()
        if task is None:
            raise OutOfScope
        task.case = case
        return Response(describe(open_entry(task, user=self.actor)))

    @extend_schema(operation_id="batch_step", request=RowsStepSerializer, responses=ManyDoneSerializer)
    def post(self, request: Request, case_number: str, node: str) -> Response:
        """Do the step for many rows, at most fifty; a row that is refused does not hold up the others."""
        case = self._at(node)
        body = RowsStepSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        shared: dict[str, Any] = body.validated_data.get("values", {})
        wanted = {row["task"]: {**shared, **row.get("values", {})} for row in body.validated_data["rows"]}
        tasks = {task.pk: task for task in tasks_to_do(case, node, self.actor).filter(pk__in=wanted)}
        calls: dict[int, Callable[[], Any]] = {}
        refused: dict[int, DomainError] = {}
        for pk, task in tasks.items():
            task.case = case
            try:
                calls[pk] = self._call(task, wanted[pk])
            except InvalidInput as refusal:
                refused[pk] = refusal
        result = operations.complete_rows(case_id=case.pk, calls=calls, actor=self.actor, now=timezone.now())
        unknown = [pk for pk in wanted if pk not in tasks]
        return Response(many_done(result.done, refused | result.refused, unknown))

    def _at(self, node: str) -> Case:
        """The case, for a person with the role of the step. Raises OutOfScope for what is no step of the rows."""
        case, _asked = self.find()
        graph = graph_of(case)
        if node not in graph.steps or not graph.batch_of(node) or node == operations.CORRECT:
            raise OutOfScope
        require(self.request.user, step_permission(graph.steps[node].form), case.department_id)
        return case

    def _call(self, task: Task, values: dict[str, Any]) -> Callable[[], Any]:
        """The operation of one row. Raises InvalidInput."""
        spec = spec_of(task)
        data = as_posted(spec, {**values, "version": values.get("version", task.version)})
        entry = open_entry(task, user=self.actor, data=data, files={})
        refuse_invalid(entry)
        arguments = {**entry.arguments(), "task_id": task.pk, "actor": self.actor, "now": timezone.now()}
        return lambda: spec.operation(**arguments)
