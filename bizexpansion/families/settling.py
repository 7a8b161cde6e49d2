"""Steps at the end of a supply that several flows share: meters down, account settled, contract ended."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import prefill_leaving as prefill
from bizexpansion.forms import removal as removal_forms
from bizexpansion.forms import settling as forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.operations import leaving, removal, settling

SPECS = (
    StepSpec(
        "remove_meter",
        removal_forms.MeterRemovalForm,
        removal.remove_meter,
        "removal",
        rows=(RowSpec("meters", removal_forms.RemovedMeterRow, _("final readings"), minimum=0, extra=0),),
        prefill=prefill.removal,
        button=_("Record removal"),
    ),
    StepSpec(
        "record_removal",
        removal_forms.RemovalRecordForm,
        removal.record_removal,
        "record",
        rows=(RowSpec("devices", removal_forms.RemovedDeviceRow, _("devices"), minimum=0, extra=0),),
        prefill=prefill.removed_devices,
        button=_("Record devices"),
    ),
    StepSpec(
        "return_device",
        removal_forms.DeviceReturnForm,
        removal.return_device,
        "handed_in",
        rows=(RowSpec("devices", removal_forms.ReturnedDeviceRow, _("devices"), minimum=0, extra=0),),
        prefill=prefill.device_return,
        button=_("Handed in at the store"),
    ),
    StepSpec(
        "remove_terminal",
        removal_forms.TerminalRemovalForm,
        removal.remove_terminal,
        "removal",
        button=_("Record removal"),
    ),
    StepSpec(
        "settle_account",
        forms.SettlementForm,
        settling.settle_account,
        "settlement",
        rows=(RowSpec("bills", forms.LastBillRow, _("last bills"), minimum=0, extra=0),),
        prefill=prefill.settlement,
        button=_("Settle"),
    ),
    StepSpec(
        "determine_refund",
        forms.RefundDeterminationForm,
        settling.determine_refund,
        "determination",
        prefill=prefill.refund,
        button=_("Determine refund"),
    ),
    StepSpec("pay_refund", forms.RefundPaymentForm, settling.pay_refund, "payment", button=_("Pay the refund out")),
    StepSpec(
        "end_contract",
        forms.ContractEndingForm,
        settling.end_contract,
        "ending",
        prefill=prefill.contract_ending,
        button=_("Terminate contract"),
    ),
    StepSpec(
        "disconnect",
        forms.DisconnectionForm,
        leaving.disconnect,
        "disconnection",
        prefill=prefill.disconnection,
        button=_("De-energised"),
    ),
    StepSpec(
        "remove_from_grid",
        forms.GridRemovalForm,
        leaving.remove_from_grid,
        "removal",
        prefill=prefill.grid_object,
        button=_("Removed from the grid model"),
    ),
)
