"""New supply and more capacity (101 to 112): registration form, survey, supply plan, what is built."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import acceptance as accept_forms
from bizexpansion.forms import plan as plan_forms
from bizexpansion.forms import prefill
from bizexpansion.forms import supply as supply_forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.operations import acceptance, book_effects, closing, metering, plan

EFFECTS = book_effects

SPECS = (
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
    StepSpec(
        "fix_metering_plan",
        supply_forms.MeteringPlanForm,
        metering.plan_metering,
        "metering_plan",
        prefill=prefill.metering_plan,
        button=_("Fix metering plan"),
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
        "archive",
        supply_forms.ArchiveForm,
        closing.archive_to_book,
        "archive",
        prefill=prefill.archive,
        button=_("Archive to the book"),
    ),
)
