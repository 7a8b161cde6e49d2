"""The streamlined low-voltage profile: one visit (A02 with plan, contract and fee), one connection (A45)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import connecting as connect_forms
from bizexpansion.forms import prefill_visit as prefill
from bizexpansion.forms import transfer_signing as signing_forms
from bizexpansion.forms import visit as forms
from bizexpansion.forms import works as work_forms
from bizexpansion.forms.base import Also, ResultSpec, RowSpec, StepSpec
from bizexpansion.models import (
    ContractDraft,
    ContractEnding,
    ContractSigning,
    Energising,
    FeeDetermination,
    InstallationRecord,
    MeterIssue,
    PlanAnswer,
    SupplyPlan,
    TerminalInstallation,
    TopologyUpdate,
)
from bizexpansion.operations import connecting, transfer_signing, visit

EFFECTS = (visit, connecting)

_FEES = ("kind", "amount", "standard")
SPECS = (
    StepSpec(
        "visit_home",
        forms.VisitForm,
        visit.agree_on_site,
        "survey",
        rows=(RowSpec("items", work_forms.FeeItemRow, _("fee items"), minimum=0, extra=0, maximum=6),),
        papers=("M-CTR",),
        prefill=prefill.visit,
        button=_("Settle the visit"),
        also=(
            Also(
                SupplyPlan,
                ("access_scheme", "receiving_scheme", "metering_scheme", "billing_scheme", "needs_terminal"),
                (
                    ResultSpec(
                        "sources", _("power sources"), ("pole_number", "incoming_mode", "ownership_boundary")
                    ),
                    ResultSpec("metering_points", _("metering points"), ("name", "voltage", "meter_kind")),
                    ResultSpec("prices", _("prices"), ("tariff_class", "price_code", "is_time_of_use")),
                ),
            ),
            Also(PlanAnswer, ("answer", "signed_by")),
            Also(ContractDraft, ("kind", "valid_from", "valid_until")),
            Also(ContractSigning, ("contract_number", "signed_on", "utility_signatory")),
            Also(FeeDetermination, (), (ResultSpec("items", _("fee items"), _FEES),)),
        ),
    ),
    StepSpec(
        "connect_supply",
        connect_forms.ConnectForm,
        connecting.connect_supply,
        "installation",
        rows=(RowSpec("readings", connect_forms.ConnectedMeterRow, _("meters, registers and seals"), extra=0),),
        prefill=prefill.connection,
        button=_("Power is on"),
        also=(
            Also(MeterIssue, ("issued_on", "issued_to", "slip_number")),
            Also(
                InstallationRecord,
                (),
                (
                    ResultSpec(
                        "readings",
                        _("readings and seals"),
                        ("asset_number", "total", "peak", "flat", "valley", "seals"),
                    ),
                ),
            ),
            Also(TerminalInstallation, ("asset_number", "communication_address")),
            Also(Energising, ("energised_at", "order_number")),
            Also(TopologyUpdate, ("substation", "line", "grid_object", "longitude", "latitude")),
        ),
    ),
    StepSpec(
        "sign_transfer",
        signing_forms.SignTransferForm,
        transfer_signing.sign_transfer,
        "signing",
        papers=("M-CTR",),
        prefill=prefill.transfer,
        button=_("Record signature"),
        also=(
            Also(ContractDraft, ("kind", "valid_from", "valid_until", "ownership_boundary")),
            Also(ContractEnding, ("ends_on", "notice_number")),
        ),
    ),
)
