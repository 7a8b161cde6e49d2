"""Refund or back-bill energy (A29): kWh and yuan, posted as an adjustment of the account's ledger."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.models import Case, EnergyCorrection
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.work import begin
from crm.audit.operation import SYSTEM, operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from metering.enums import EntryKind
from metering.operations.charges import Charge, post_charges
from metering.operations.payments import reverse_charge


@operation("bizexpansion.correct_energy")
def correct_energy(
    *, task_id: int, version: int | None = None, correction: EnergyCorrection, actor: Staff, now: datetime
) -> Case:
    """The billing clerk approves how much energy, and how many yuan, are billed again (A29).

    Whoever found or measured the error does not approve it. Raises InvalidInput where nothing is to be corrected.
    Source: 供电营业规则 (1996) arts 80, 81; ΔkWh = recorded × γ / (1 + γ).
    """
    work = begin(task_id, "correct_energy", version=version, actor=actor, now=now)
    if correction.price is not None and correction.recorded_energy is not None:
        correction.compute()
    if correction.price is not None and not correction.amount:
        raise InvalidInput({"energy": _("There is nothing to correct.")})
    work.keep(correction)
    return work.finish(note=correction.note)


def _take_back(context: EffectContext, payload: Payload) -> None:
    reason = f"case {context.case.case_number}"
    # Whoever ends a case need not be a billing clerk: what the case has posted is taken back by the system.
    reverse_charge(entry_id=payload["entry_id"], reason=reason, actor=SYSTEM, now=context.now)


@effect("correct_energy", undo=_take_back, label=gettext_lazy("the corrected energy"))
def post_correction(context: EffectContext) -> Payload:
    """A29: a debit is asked for by its day, an allowance covers what is due first."""
    record = context.record(EnergyCorrection)
    (entry,) = post_charges(
        account_id=context.account_id,
        charges=[
            Charge(
                key=f"case:{context.case.case_number}:correction:{context.task.pk}",
                amount=record.amount,
                due_on=record.due_on,
                kind=EntryKind.ADJUSTMENT,
                document=context.case.case_number,
                note=_note(record.energy or Decimal(0), record.get_basis_display()),
            )
        ],
        **context.frame,
    )
    return {"entry_id": entry.pk}


def _note(energy: Decimal, basis: str) -> str:
    return f"{energy:+,.2f} kWh, {basis}"[:200]
