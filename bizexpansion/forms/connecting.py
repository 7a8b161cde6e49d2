"""The form of the connection (A45): meters from the bag of the fitter, power, place in the grid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.base import RegisterRow
from bizexpansion.forms.merged import MergedForm, Part
from bizexpansion.models import (
    Energising,
    InstalledReading,
    MeterInstallation,
    MeterIssue,
    TerminalInstallation,
    TopologyUpdate,
)
from bizexpansion.operations.lookups import agreed_plan_if_any
from crm.web.forms import Section


class ConnectForm(MergedForm):
    """A45: what is asked beside the meters themselves."""

    parts = (
        Part("issue", MeterIssue, ("slip_number",)),
        Part("terminal", TerminalInstallation, ("asset_number", "communication_address", "is_online")),
        Part("energising", Energising, ("energised_at", "order_number", "metering_checked")),
        Part("topology", TopologyUpdate, ("substation", "line", "grid_object", "longitude", "latitude")),
    )
    sections = (
        Section(_("Meter"), ("issue_slip_number", "installed_at", "position", "wiring_checked")),
        Section(
            _("Collection terminal"),
            ("terminal_asset_number", "terminal_communication_address", "terminal_is_online"),
        ),
        Section(
            _("Power on"), ("energising_energised_at", "energising_order_number", "energising_metering_checked")
        ),
        Section(
            _("Place in the grid"),
            (
                *("topology_substation", "topology_line", "topology_grid_object"),
                *("topology_longitude", "topology_latitude"),
            ),
        ),
        Section(_("Opinion"), ("note",)),
    )
    wide = ("position", "note")

    class Meta:
        model = MeterInstallation
        fields: ClassVar[Any] = ["installed_at", "position", "wiring_checked", "note"]

    def narrow(self) -> None:
        """A terminal is asked for only where the plan wants one."""
        super().narrow()
        plan = agreed_plan_if_any(self.case) if self.case is not None else None
        if plan is not None and not plan.needs_terminal:
            for name in self.names_of("terminal"):
                del self.fields[name]

    def left_out(self) -> Iterable[str]:
        """The operation knows whether a terminal is wanted."""
        return self.names_of("terminal")


class ConnectedMeterRow(RegisterRow):
    """A meter as it hangs: its registers and its seals."""

    class Meta:
        model = InstalledReading
        fields: ClassVar = ["asset_number", "total", "peak", "flat", "valley", "seals"]
