"""Somebody is away, over the API: whose desks, what lies on one and who could take it, and all of it handed on."""

from __future__ import annotations

from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from bizexpansion.api.serializers import ManyDoneSerializer, TaskSerializer
from bizexpansion.api.tasks import many_done
from bizexpansion.models import Task
from bizexpansion.operations.absence import hand_over_desk
from bizexpansion.queries.absence import MOST_TASKS, Handing, desk_of, people_to_relieve
from bizexpansion.rules import ASSIGN_TASK
from crm.errors import OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.views import ApiFrame

MOST_PEOPLE = 200
NUMBER = OpenApiParameter("number", str, OpenApiParameter.PATH, description="Staff number (工号).")


class DeskSerializer(serializers.ModelSerializer):
    """Somebody whose absence the caller may enter, and how many open tasks lie on the desk."""

    department = serializers.CharField(source="department.name", read_only=True)
    open_tasks = serializers.IntegerField(source="held", read_only=True)

    class Meta:
        model = Staff
        fields = ["number", "name", "department", "absent_until", "open_tasks"]
        read_only_fields = fields


class AbleSerializer(serializers.Serializer):
    """Who could take a task, and how many open tasks that person holds."""

    number = serializers.CharField()
    name = serializers.CharField()
    open_tasks = serializers.IntegerField()


class HandingSerializer(serializers.Serializer):
    """An open task of the desk, who could take it, and whom we propose (null: back to the team)."""

    task = TaskSerializer()
    able = AbleSerializer(many=True)
    proposed = serializers.CharField(allow_null=True)


class HandOnSerializer(serializers.Serializer):
    """One task and to whom it goes; null: back to the team."""

    task = serializers.IntegerField(min_value=1)
    assignee = serializers.SlugRelatedField(
        slug_field="number",
        queryset=Staff.objects.filter(is_active=True),
        allow_null=True,
        help_text="Staff number.",
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Ill until Friday",
            {
                "until": "2026-11-27",
                "plan": [{"task": 4711, "assignee": "13002"}, {"task": 4712, "assignee": None}],
            },
            request_only=True,
        )
    ]
)
class HandOverSerializer(serializers.Serializer):
    """Until when somebody is away, and what goes where. A task that is not named stays."""

    until = serializers.DateField()
    plan = serializers.ListField(child=HandOnSerializer(), max_length=MOST_TASKS, required=False, default=list)


@extend_schema(parameters=[NUMBER])
class DeskViewSet(ApiFrame, ViewSet):
    """Desks of people who are away, for dispatchers and managers of their departments."""

    lookup_field = "number"
    lookup_value_regex = r"[A-Za-z0-9]{1,20}"
    lists = frozenset()

    @extend_schema(operation_id="desks_list", parameters=[], responses=DeskSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The people with open tasks, most tasks first; at most two hundred."""
        require(request.user, ASSIGN_TASK)
        people = people_to_relieve(cast(Staff, request.user))[:MOST_PEOPLE]
        return Response(DeskSerializer(people, many=True).data)

    @extend_schema(operation_id="desks_retrieve", responses=HandingSerializer(many=True))
    def retrieve(self, request: Request, number: str) -> Response:
        """What lies on a desk, by deadline, with a proposal for each task."""
        desk = desk_of(self._person(number), cast(Staff, request.user), timezone.now())
        tasks = Task.objects.select_related("case", "team", "assignee", "clock")
        whole = tasks.in_bulk([one.row.task.pk for one in desk])
        rows = [_shown(one, whole[one.row.task.pk]) for one in desk]
        return Response(HandingSerializer(rows, many=True).data)

    @extend_schema(operation_id="desks_hand_over", request=HandOverSerializer, responses=ManyDoneSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, number: str) -> Response:
        """Enter the absence and hand tasks on; one that is refused does not hold up the others."""
        person = self._person(number)
        body = HandOverSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        plan = {one["task"]: one["assignee"] for one in body.validated_data["plan"]}
        result = hand_over_desk(
            person=person,
            until=body.validated_data["until"],
            plan={task: who.pk if who else None for task, who in plan.items()},
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return Response(many_done(result.done, result.refused, []))

    def _person(self, number: str) -> Staff:
        """Whose desk it is, be it empty by now. Raises NotPermitted, OutOfScope."""
        require(self.request.user, ASSIGN_TASK)
        people = people_to_relieve(cast(Staff, self.request.user), with_tasks=False)
        found = people.filter(number=number).first()
        if found is None:
            raise OutOfScope
        return found


def _shown(handing: Handing, task: Task) -> dict[str, Any]:
    numbers = {person.pk: person.number for person, _load in handing.able}
    return {
        "task": task,
        "able": [{"number": one.number, "name": one.name, "open_tasks": load} for one, load in handing.able],
        "proposed": numbers.get(handing.proposed) if handing.proposed else None,
    }
