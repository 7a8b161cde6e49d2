"""Splitting of accounts (212)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import prefill
from bizexpansion.forms import splitting as forms
from bizexpansion.forms import supply as supply_forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.operations import acceptance, split_effects, splitting

EFFECTS = (split_effects,)

SPECS = (
    StepSpec(
        "accept_split",
        forms.SplitForm,
        acceptance.accept_application,
        "application",
        rows=(RowSpec("shares", forms.SplitShareRow, _("new accounts"), extra=1, maximum=20),),
        papers=("M-CHG", "M-ID", "M-ORG", "M-PROP", "M-AGREE"),
        button=_("Accept"),
    ),
    StepSpec(
        "plan_split_metering",
        forms.SplitMeteringForm,
        splitting.plan_split_metering,
        "metering_plan",
        rows=(RowSpec("points", forms.SplitPointRow, _("metering points of the new accounts"), extra=0),),
        prefill=prefill.split_points,
        button=_("Fix metering plan"),
    ),
    StepSpec(
        "assign_split_meters",
        supply_forms.MeterAssignmentForm,
        splitting.assign_split_meters,
        "assignment",
        rows=(
            RowSpec("new_meters", forms.SplitMeterRow, _("meters of the new accounts"), extra=0),
            RowSpec(
                "meters", supply_forms.AssignedMeterRow, _("meters to exchange at the account"), minimum=0, extra=0
            ),
            RowSpec(
                "transformers",
                supply_forms.AssignedTransformerRow,
                _("instrument transformers"),
                minimum=0,
                extra=0,
            ),
        ),
        prefill=prefill.split_assignment,
        button=_("Assign devices"),
    ),
    StepSpec(
        "install_split_meters",
        supply_forms.MeterInstallationForm,
        splitting.install_split_meters,
        "installation",
        rows=(RowSpec("meters", supply_forms.HungMeterRow, _("meters"), extra=0),),
        prefill=prefill.split_installation,
        button=_("Record installation"),
    ),
)
