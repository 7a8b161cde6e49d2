"""The steps that flows of every family share: dispatch, approval, reply, fee, works, contract, devices, the end."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import acceptance as accept_forms
from bizexpansion.forms import changing as change_forms
from bizexpansion.forms import plan as plan_forms
from bizexpansion.forms import prefill, prefill_works
from bizexpansion.forms import supply as supply_forms
from bizexpansion.forms import works as work_forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.operations import acceptance, changing, closing, contract, fees, metering, plan, works

_DEFECTS = RowSpec("defects", work_forms.DefectRow, _("defects"), minimum=0, extra=3)
_ITEMS = RowSpec("items", work_forms.InspectionItemRow, _("inspected"), minimum=3, extra=0, maximum=3)

SPECS = (
    StepSpec(
        "dispatch_survey",
        accept_forms.FieldJobForm,
        acceptance.dispatch_survey,
        "job",
        button=_("Dispatch"),
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
        prefill=prefill_works.design,
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
        accept_forms.FieldJobForm,
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
        prefill=prefill_works.completion,
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
        own=("kind",),
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
        own=("customer_signatory",),
        papers=("M-CTR",),
        button=_("Record signature"),
    ),
    StepSpec(
        "file_contract",
        supply_forms.ContractFilingForm,
        contract.file_contract,
        "filing",
        button=_("File contract"),
        own=("file_number",),
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
                extra=0,
            ),
        ),
        prefill=prefill.assignment,
        button=_("Assign devices"),
    ),
    StepSpec(
        "dispatch_fitting",
        accept_forms.FieldJobForm,
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
        own=("asset_number", "communication_address"),
    ),
    StepSpec("call_back", supply_forms.CallBackForm, closing.call_back, "answer", button=_("Record call-back")),
    StepSpec("close", supply_forms.PaperArchiveForm, closing.archive_papers, "archive", button=_("File and close")),
    StepSpec("approve_change", change_forms.DecisionForm, changing.decide_change, "decision", button=_("Decide")),
    StepSpec(
        "archive_change",
        change_forms.ChangeArchiveForm,
        changing.archive_change,
        "archive",
        button=_("Archive to the book"),
    ),
)
