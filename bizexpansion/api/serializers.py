"""What the API shows and takes of cases and tasks."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from bizexpansion.enums import StopReason, Wait
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, CaseClock, CaseEvent, GridProgress, Task
from bizexpansion.queries.timeline import outcome_label, timeline
from bizexpansion.steps import spec_of
from crm.clocks.enums import ClockState
from crm.org.models import Staff
from crm.web.api.problems import ProblemSerializer
from customers.book.enums import Voltage

PERSON = serializers.SlugRelatedField(
    slug_field="number", queryset=Staff.objects.filter(is_active=True), help_text="Staff number (工号)."
)


def step_name(flow_code: str, version: int, node: str) -> str:
    """The name of a step in the language of the request."""
    return str(get_flow(flow_code, version).steps[node].name)


def words(name: str) -> serializers.CharField:
    """What people call the code in a field, in the language of the request."""
    return serializers.CharField(source=f"get_{name}_display", read_only=True)


class TaskSerializer(serializers.ModelSerializer):
    """One visit of one step. `due_at` is the promise it stands under; empty while its clock is paused."""

    case_number = serializers.CharField(source="case.case_number", read_only=True)
    flow = serializers.CharField(source="case.flow_code", read_only=True)
    step = serializers.CharField(source="node", read_only=True, help_text="Id of the step in its flow.")
    step_name = serializers.SerializerMethodField()
    form = serializers.SerializerMethodField(help_text="Key of its form, see `GET /flows/{code}/`.")
    row = serializers.CharField(source="instance", read_only=True, help_text="Row of a batch order; else empty.")
    team = serializers.CharField(source="team.name", read_only=True, allow_null=True)
    assignee = serializers.CharField(source="assignee.number", read_only=True, allow_null=True)
    waiting_for = serializers.ChoiceField(
        choices=[("", ""), *Wait.choices], read_only=True, help_text="Empty while the utility holds the ball."
    )
    due_at = serializers.DateTimeField(source="clock.due_at", read_only=True, allow_null=True)
    state_name = words("state")
    role_name = words("role")
    holder_name = words("holder")
    waiting_for_name = words("waiting_for")
    outcome_name = serializers.SerializerMethodField(help_text="What the exit is called; empty for a plain end.")

    class Meta:
        model = Task
        fields = [
            "id",
            "case_number",
            "flow",
            "step",
            "step_name",
            "form",
            "row",
            "code",
            "visit",
            "state",
            "state_name",
            "role",
            "role_name",
            "team",
            "assignee",
            "holder",
            "holder_name",
            "waiting_for",
            "waiting_for_name",
            "opened_at",
            "closed_at",
            "outcome",
            "outcome_name",
            "due_at",
            "version",
        ]
        read_only_fields = fields

    def get_step_name(self, task: Task) -> str:
        """The step's name in the language of the request."""
        return step_name(task.case.flow_code, task.case.flow_version, task.node)

    def get_outcome_name(self, task: Task) -> str:
        """By which exit the step was left, in the language of the request."""
        return outcome_label(get_flow(task.case.flow_code, task.case.flow_version), task.node, task.outcome)

    def get_form(self, task: Task) -> str:
        """How the step is filled in; of the streamlined profile and of low voltage it may be another form."""
        return spec_of(task).key


class CaseClockSerializer(serializers.ModelSerializer):
    """A promise of a case: limit, source, deadline."""

    name = serializers.CharField(source="clock.rule.label", read_only=True)
    kind_name = words("kind")
    unit_name = serializers.CharField(source="clock.rule.get_unit_display", read_only=True)
    clock_state_name = serializers.CharField(source="clock.get_state_display", read_only=True)
    limit = serializers.IntegerField(source="clock.rule.limit", read_only=True)
    unit = serializers.CharField(source="clock.rule.unit", read_only=True)
    legal_source = serializers.CharField(source="clock.rule.legal_source", read_only=True)
    clock_state = serializers.ChoiceField(source="clock.state", choices=ClockState.choices, read_only=True)
    started_at = serializers.DateTimeField(source="clock.started_at", read_only=True)
    stopped_at = serializers.DateTimeField(source="clock.stopped_at", read_only=True, allow_null=True)
    due_at = serializers.DateTimeField(source="clock.due_at", read_only=True, allow_null=True)
    overdue_since = serializers.DateTimeField(source="clock.breached_at", read_only=True, allow_null=True)
    provisional = serializers.BooleanField(source="clock.provisional", read_only=True)

    class Meta:
        model = CaseClock
        fields = [
            "timer",
            "kind",
            "kind_name",
            "round",
            "name",
            "limit",
            "unit",
            "unit_name",
            "legal_source",
            "clock_state",
            "clock_state_name",
            "started_at",
            "stopped_at",
            "due_at",
            "overdue_since",
            "provisional",
        ]
        read_only_fields = fields


class CaseEventSerializer(serializers.ModelSerializer):
    """A line of the history: codes for programs, `title` and `detail` as the page says it."""

    actor = serializers.CharField(source="actor.number", read_only=True, allow_null=True)
    title = serializers.CharField(source="line.title", read_only=True)
    detail = serializers.CharField(source="line.detail", read_only=True)

    class Meta:
        model = CaseEvent
        fields = ["at", "kind", "actor", "node", "outcome", "note", "title", "detail"]
        read_only_fields = fields


class CaseSerializer(serializers.ModelSerializer):
    """One line of a list of cases; the name of a person is masked."""

    account_number = serializers.CharField(
        source="account.account_number", read_only=True, default=None, allow_null=True
    )
    customer = serializers.CharField(source="masked_title", read_only=True)
    flow_name = serializers.SerializerMethodField()
    department = serializers.CharField(source="department.name", read_only=True)
    state_name = words("state")
    voltage_name = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = [
            "case_number",
            "account_number",
            "customer",
            "flow_code",
            "flow_name",
            "flow_version",
            "department",
            "state",
            "state_name",
            "voltage",
            "voltage_name",
            "is_green_channel",
            "is_important",
            "is_dual_source",
            "urged_count",
            "accepted_at",
            "closed_at",
            "plan_lapsed_on",
            "version",
        ]
        read_only_fields = fields

    def get_voltage_name(self, case: Case) -> str:
        """As people write it: 10 kV."""
        return str(dict(Voltage.choices).get(case.voltage, case.voltage))

    def get_flow_name(self, case: Case) -> str:
        """The flow's name in the language of the request."""
        return str(get_flow(case.flow_code, case.flow_version).flow.name)


class RunningCaseSerializer(CaseSerializer):
    """Where a case stands: what is open and who holds it, every promise."""

    open_tasks = serializers.SerializerMethodField()
    clocks = CaseClockSerializer(many=True, read_only=True)

    class Meta(CaseSerializer.Meta):
        fields = [*CaseSerializer.Meta.fields, "open_tasks", "clocks"]
        read_only_fields = fields

    @extend_schema_field(TaskSerializer(many=True))
    def get_open_tasks(self, case: Case) -> Any:
        """The steps that are open now."""
        tasks = [task for task in case.tasks.all() if task.is_open]
        for task in tasks:
            task.case = case
        return TaskSerializer(tasks, many=True).data


class CaseDetailSerializer(RunningCaseSerializer):
    """A case whole: where it stands, and its history."""

    events = serializers.SerializerMethodField()

    class Meta(RunningCaseSerializer.Meta):
        fields = [*RunningCaseSerializer.Meta.fields, "closing_reason", "events"]
        read_only_fields = fields

    @extend_schema_field(CaseEventSerializer(many=True))
    def get_events(self, case: Case) -> Any:
        """The history in its order."""
        events = list(case.events.all())
        lines = timeline(events, get_flow(case.flow_code, case.flow_version))
        for event, line in zip(events, lines, strict=True):
            event.line = line  # type: ignore[attr-defined]  # read by the serializer
        return CaseEventSerializer(events, many=True).data


class ReasonSerializer(serializers.Serializer):
    """Why; goes into the history."""

    reason = serializers.CharField(max_length=1000)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Half a year more",
            {"asked_on": "2026-11-20", "asked_by": "张三", "until": "2027-06-30", "reason": "设计延迟"},
            request_only=True,
        )
    ]
)
class ExtendPlanSerializer(serializers.Serializer):
    """A longer validity of the supply plan; without `until` as long as the rule allows."""

    asked_on = serializers.DateField()
    asked_by = serializers.CharField(max_length=60)
    until = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=500)


class UrgeSerializer(serializers.Serializer):
    """What the customer says who asks where it stays (催办)."""

    note = serializers.CharField(max_length=1000)


class TransferSerializer(serializers.Serializer):
    """Passes a task on to a colleague, with the reason (转办)."""

    assignee = PERSON
    reason = serializers.CharField(max_length=500)


class ManyTasksSerializer(serializers.Serializer):
    """Several tasks at once."""

    tasks = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=100)


class AssignManySerializer(ManyTasksSerializer):
    """Hands several tasks to one colleague (派工)."""

    assignee = PERSON


class RefusedTaskSerializer(serializers.Serializer):
    """A task that could not be done, and why."""

    task = serializers.IntegerField()
    problem = ProblemSerializer()


class ManyDoneSerializer(serializers.Serializer):
    """What was done; a task that is refused does not hold up the others."""

    done = serializers.ListField(child=serializers.IntegerField())
    refused = RefusedTaskSerializer(many=True)


class ReturnSerializer(ReasonSerializer):
    """Sends a case back to a step that has been done (退回). Ask `GET …/returns/` for the steps."""

    target = serializers.CharField(max_length=40)


class TargetSerializer(serializers.Serializer):
    """A step to which a case can be sent back."""

    step = serializers.CharField()
    step_name = serializers.CharField()
    consequences = serializers.CharField(help_text="What would be undone, in words.")


class ColleagueSerializer(serializers.ModelSerializer):
    """Somebody who could do the step."""

    class Meta:
        model = Staff
        fields = ["number", "name"]
        read_only_fields = fields


class MissingSerializer(serializers.Serializer):
    """Everything that is missing, told the customer once and in writing."""

    note = serializers.CharField(max_length=1000)


class GridProgressSerializer(serializers.ModelSerializer):
    """How far the grid-side project is (A08)."""

    class Meta:
        model = GridProgress
        fields = ["percent", "planned_finish", "note"]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "On the wish of the customer",
            {"stop_reason": StopReason.CUSTOMER_HOLD, "note": "客户书面申请暂停"},
            request_only=True,
        )
    ]
)
class SuspendSerializer(serializers.Serializer):
    """Lets a case stand still, for one of the reasons that the rules allow."""

    stop_reason = serializers.ChoiceField(choices=StopReason.choices, source="reason")
    note = serializers.CharField(max_length=1000)
    document = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class ResumeSerializer(serializers.Serializer):
    """Lets a suspended case go on."""

    note = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)


class GreenChannelSerializer(ReasonSerializer):
    """Puts a case on the green channel, or takes it off."""

    is_green = serializers.BooleanField()


class AssignSerializer(serializers.Serializer):
    """Hands a task to a colleague."""

    assignee = PERSON
    note = serializers.CharField(max_length=1000, required=False, default="", allow_blank=True)
