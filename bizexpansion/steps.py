"""The catalogue of steps: for each form key of a flow, what is filled in and which operation takes it.

A flow says who does a step and what follows; here stands how it is filled in. A step of another flow that
asks the same reuses the entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import acceptance as accept_forms
from bizexpansion.forms import plan as plan_forms
from bizexpansion.forms import prefill
from bizexpansion.forms import supply as supply_forms
from bizexpansion.forms import works as work_forms
from bizexpansion.forms.base import RowSpec, StepEntry, StepSpec
from bizexpansion.models import Case, Task
from bizexpansion.operations import acceptance, closing, contract, fees, metering, plan, works
from bizexpansion.operations.work import graph_of
from crm.org.models import Staff

_DEFECTS = RowSpec("defects", work_forms.DefectRow, _("defects"), minimum=0, extra=3)
_ITEMS = RowSpec("items", work_forms.InspectionItemRow, _("inspected"), minimum=3, extra=0, maximum=3)

_SPECS = (
    StepSpec(
        "accept",
        accept_forms.AcceptForm,
        acceptance.accept_application,
        "application",
        rows=(
            RowSpec("contacts", accept_forms.ContactRow, _("contact persons"), extra=3),
            RowSpec("transformers", accept_forms.TransformerRow, _("receiving equipment"), minimum=0, extra=2),
            RowSpec("equipment", accept_forms.EquipmentRow, _("list of equipment"), minimum=0, extra=3),
        ),
        papers=("M-ORG", "M-PROP", "M-PRJ", "M-EQ", "M-HVX"),
        button=_("Accept"),
    ),
    StepSpec(
        "dispatch_survey",
        accept_forms.SurveyJobForm,
        acceptance.dispatch_survey,
        "job",
        button=_("Dispatch"),
    ),
    StepSpec(
        "survey",
        accept_forms.SurveyForm,
        acceptance.record_survey,
        "survey",
        papers=("M-PHOTO",),
        prefill=prefill.survey,
        button=_("Record survey"),
    ),
    StepSpec(
        "draft_plan",
        plan_forms.PlanForm,
        plan.draft_supply_plan,
        "plan",
        rows=(
            RowSpec("supply_points", plan_forms.SupplyPointRow, _("supply points"), extra=0),
            RowSpec("sources", plan_forms.SourceRow, _("power sources"), extra=0),
            RowSpec("transformers", plan_forms.PlanTransformerRow, _("receiving equipment"), extra=0),
            RowSpec("metering_points", plan_forms.MeteringPointRow, _("metering points"), extra=0),
            RowSpec("prices", plan_forms.PriceRow, _("prices"), extra=0),
        ),
        papers=("M-PLAN",),
        prefill=prefill.plan,
        button=_("Submit plan"),
    ),
    StepSpec(
        "countersign_plan",
        plan_forms.CountersignForm,
        plan.countersign_plan,
        "countersign",
        rows=(RowSpec("opinions", plan_forms.OpinionRow, _("opinions of the departments"), extra=0, maximum=4),),
        prefill=prefill.countersign,
        button=_("Countersign"),
    ),
    StepSpec("approve_plan", plan_forms.ApprovalForm, plan.approve_supply_plan, "approval", button=_("Decide")),
    StepSpec(
        "reply_plan", plan_forms.ReplyForm, plan.reply_supply_plan, "reply", button=_("Reply to the customer")
    ),
    StepSpec(
        "customer_answer",
        plan_forms.AnswerForm,
        plan.record_customer_answer,
        "answer",
        button=_("Record the answer"),
    ),
    StepSpec(
        "determine_fee",
        work_forms.FeeForm,
        fees.determine_fee,
        "determination",
        rows=(RowSpec("items", work_forms.FeeItemRow, _("fee items"), extra=1, maximum=6),),
        button=_("Determine fee"),
    ),
    StepSpec(
        "collect_fee",
        work_forms.ReceiptForm,
        fees.collect_fee,
        "receipt",
        prefill=prefill.receipt,
        button=_("Collect fee"),
    ),
    StepSpec(
        "track_grid_project",
        work_forms.GridProjectForm,
        works.finish_grid_project,
        "project",
        button=_("Project finished"),
    ),
    StepSpec(
        "receive_design",
        work_forms.DesignForm,
        works.receive_design,
        "submission",
        papers=("M-DES",),
        button=_("Receive documents"),
    ),
    StepSpec(
        "review_design",
        work_forms.DesignReviewForm,
        works.review_design,
        "review",
        rows=(_DEFECTS,),
        button=_("Record review"),
    ),
    StepSpec(
        "confirm_start",
        work_forms.StartForm,
        works.confirm_start_of_works,
        "start",
        button=_("Confirm start"),
    ),
    StepSpec(
        "request_interim",
        work_forms.InspectionRequestForm,
        works.request_interim_inspection,
        "request",
        papers=("M-MID",),
        button=_("Receive request"),
    ),
    StepSpec(
        "dispatch_interim",
        accept_forms.InspectionJobForm,
        works.dispatch_inspection,
        "job",
        button=_("Dispatch"),
    ),
    StepSpec(
        "inspect_interim",
        work_forms.InterimForm,
        works.inspect_interim,
        "inspection",
        rows=(_ITEMS, _DEFECTS),
        prefill=prefill.inspection,
        button=_("Record inspection"),
    ),
    StepSpec(
        "report_completion",
        work_forms.CompletionForm,
        works.receive_completion_report,
        "report",
        papers=("M-DONE",),
        button=_("Receive report"),
    ),
    StepSpec(
        "inspect_completion",
        work_forms.AcceptanceForm,
        works.accept_works,
        "inspection",
        rows=(_ITEMS, _DEFECTS),
        prefill=prefill.inspection,
        button=_("Record acceptance"),
    ),
    StepSpec(
        "draft_contract",
        supply_forms.ContractDraftForm,
        contract.draft_contract,
        "draft",
        prefill=prefill.contract_draft,
        button=_("Submit draft"),
    ),
    StepSpec(
        "review_contract",
        supply_forms.ContractReviewForm,
        contract.review_contract,
        "review",
        button=_("Decide"),
    ),
    StepSpec(
        "sign_contract",
        supply_forms.ContractSigningForm,
        contract.sign_contract,
        "signing",
        papers=("M-CTR",),
        button=_("Record signature"),
    ),
    StepSpec(
        "file_contract",
        supply_forms.ContractFilingForm,
        contract.file_contract,
        "filing",
        button=_("File contract"),
    ),
    StepSpec(
        "fix_metering_plan",
        supply_forms.MeteringPlanForm,
        metering.plan_metering,
        "metering_plan",
        prefill=prefill.metering_plan,
        button=_("Fix metering plan"),
    ),
    StepSpec(
        "assign_meter",
        supply_forms.MeterAssignmentForm,
        metering.assign_meter,
        "assignment",
        rows=(
            RowSpec("meters", supply_forms.AssignedMeterRow, _("meters"), extra=0),
            RowSpec(
                "transformers",
                supply_forms.AssignedTransformerRow,
                _("instrument transformers"),
                minimum=0,
                extra=3,
            ),
        ),
        prefill=prefill.assignment,
        button=_("Assign devices"),
    ),
    StepSpec(
        "dispatch_fitting",
        accept_forms.FittingJobForm,
        metering.dispatch_installation,
        "job",
        button=_("Dispatch"),
    ),
    StepSpec(
        "issue_meter",
        supply_forms.MeterIssueForm,
        metering.issue_meter,
        "issue",
        prefill=prefill.issue,
        button=_("Issue devices"),
    ),
    StepSpec(
        "install_meter",
        supply_forms.MeterInstallationForm,
        metering.install_meter,
        "installation",
        rows=(RowSpec("meters", supply_forms.HungMeterRow, _("meters"), extra=0),),
        prefill=prefill.installation,
        button=_("Record installation"),
    ),
    StepSpec(
        "record_installation",
        supply_forms.InstallationRecordForm,
        metering.record_installation,
        "record",
        rows=(RowSpec("readings", supply_forms.ReadingRow, _("readings and seals"), extra=0),),
        prefill=prefill.readings,
        button=_("Record readings"),
    ),
    StepSpec(
        "install_terminal",
        supply_forms.TerminalForm,
        metering.install_terminal,
        "terminal",
        button=_("Record terminal"),
    ),
    StepSpec("energise", supply_forms.EnergiseForm, closing.energise, "energising", button=_("Energised")),
    StepSpec(
        "update_topology",
        supply_forms.TopologyForm,
        closing.update_topology,
        "topology",
        prefill=prefill.topology,
        button=_("Update grid data"),
    ),
    StepSpec(
        "archive", supply_forms.ArchiveForm, closing.archive_to_book, "archive", button=_("Archive to the book")
    ),
    StepSpec("call_back", supply_forms.CallBackForm, closing.call_back, "answer", button=_("Record call-back")),
    StepSpec("close", supply_forms.PaperArchiveForm, closing.archive_papers, "archive", button=_("File and close")),
)

STEPS: dict[str, StepSpec] = {spec.key: spec for spec in _SPECS}


def spec_of(task: Task) -> StepSpec:
    """How a task is filled in. Needs `task.case`."""
    return STEPS[graph_of(task.case).steps[task.node].form]


def open_entry(
    task: Task,
    *,
    user: Staff,
    data: Mapping[str, Any] | None = None,
    files: Mapping[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> StepEntry:
    """The form of an open task, filled with what is known, or bound to what was sent."""
    return StepEntry(spec_of(task), user=user, case=task.case, task=task, data=data, files=files, initial=initial)


def send_entry(entry: StepEntry, *, actor: Staff, now: datetime) -> Case:
    """Make the one call of a valid entry. Raises the operation's DomainErrors."""
    arguments = entry.arguments()
    if entry.task is not None:
        arguments["task_id"] = entry.task.pk
    case: Case = entry.spec.operation(**arguments, actor=actor, now=now)
    return case
