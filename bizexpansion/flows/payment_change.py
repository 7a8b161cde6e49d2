"""303 更改交费方式: change of payment method (workflows.md section 4, entry 303)."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Flow, Papers, Precondition, seq

from .fragments import AMEND, accept, approval, close

FLOW = Flow(
    code="303",
    version=1,
    name=_("Change of payment method"),
    family="other",
    applicants=("resident", "non_resident", "high_voltage"),
    # M-PAY is asked for by the entries: a debit, a collection, a special VAT invoice (workflows.md 2.5).
    papers=(Papers("accept", required=("M-CHG",), optional=("M-PAY",)),),
    preconditions=tuple(Precondition(rule, at="accept") for rule in ("P1", "P2", "P4")),
    conditions=(Condition("check", "accept", _("checked once more")),),
    body=seq(
        accept("accept_payment", "hold_account"),
        approval("approve_change", differs_from="accept", incomplete=True).when("check"),
        AMEND,
        close("archive_payment", "release_account", call_back=False),
    ),
    clocks=(ClockUse("T7", start=("accept",), stop=("archive",)),),
)
