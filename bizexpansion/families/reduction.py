"""Reduction, restoration and temporary exchange (201, 202, 204, 205, 206)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import reduction as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.operations import acceptance, capacity_plan, reduction

_PAPERS = ("M-CHG", "M-ORG")
_RESTORED = (RowSpec("equipment", forms.RestoredEquipmentRow, _("transformers"), extra=1),)

SPECS = (
    StepSpec(
        "accept_reduction",
        forms.ReductionForm,
        acceptance.accept_application,
        "application",
        rows=(RowSpec("equipment", forms.ReducedEquipmentRow, _("transformers"), extra=1),),
        papers=_PAPERS,
        button=_("Accept"),
    ),
    StepSpec(
        "accept_resumption",
        forms.ResumptionForm,
        acceptance.accept_application,
        "application",
        rows=_RESTORED,
        papers=_PAPERS,
        button=_("Accept"),
    ),
    StepSpec(
        "accept_restoration",
        forms.RestorationForm,
        acceptance.accept_application,
        "application",
        rows=_RESTORED,
        papers=_PAPERS,
        button=_("Accept"),
    ),
    StepSpec(
        "accept_exchange",
        forms.ExchangeForm,
        acceptance.accept_application,
        "application",
        papers=_PAPERS,
        button=_("Accept"),
    ),
    StepSpec(
        "accept_exchange_end",
        forms.ExchangeEndForm,
        acceptance.accept_application,
        "application",
        papers=_PAPERS,
        button=_("Accept"),
    ),
    *(
        StepSpec(
            key,
            forms.CapacityDraftForm,
            capacity_plan.draft_capacity_change,
            "draft",
            prefill=capacity_plan.draft_known,
            button=_("Submit plan"),
        )
        for key in capacity_plan.FORMS
    ),
    StepSpec(
        "unseal_equipment", forms.UnsealingForm, reduction.unseal_equipment, "unsealing", button=_("Unsealed")
    ),
)
