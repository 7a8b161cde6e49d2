"""Works for a municipal body (301)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import municipal as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.operations import acceptance, municipal

SPECS = (
    StepSpec(
        "accept_municipal",
        forms.MunicipalForm,
        acceptance.accept_application,
        "application",
        papers=("M-LET", "M-PRJ"),
        button=_("Accept"),
    ),
    StepSpec(
        "draft_works_plan",
        forms.WorksPlanForm,
        municipal.draft_works_plan,
        "draft",
        rows=(RowSpec("items", forms.WorksItemRow, _("facilities"), extra=1),),
        button=_("Submit plan"),
    ),
    StepSpec(
        "record_works",
        forms.WorksRecordForm,
        municipal.record_works,
        "record",
        rows=(RowSpec("costs", forms.WorksCostRow, _("costs"), extra=1),),
        button=_("Project finished"),
    ),
    StepSpec(
        "relink_accounts",
        forms.RelinkingForm,
        municipal.record_relinking,
        "relinking",
        rows=(RowSpec("moves", forms.RelinkedRow, _("accounts that hang elsewhere"), minimum=0, extra=1),),
        button=_("Update grid data"),
    ),
)
