"""Another transformer for a time (205) and back (206): bounds, effects on the book, what comes at the end."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.models import Energising, ExchangeRestoration, MeterExchange, TemporaryExchange, Term, asked_as
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.expiry import expires
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.reduction import end_done_terms, frame_of, plain, undo_restart, undo_swap
from bizexpansion.operations.situation import Situation
from bizexpansion.voltages import MEDIUM
from crm.parameters.queries import get_parameter
from crm.workdays.arithmetic import add_months
from customers.book.enums import ChangeRemark, StopKind
from customers.book.models import SupplyAccount, Transformer, TransformerStop
from customers.book.operations import (
    Swap,
    replace_transformers,
    restart_transformers,
)

EXCHANGE_MONTHS = "exchange.max_months"


@precondition(
    "EXCHANGE",
    gettext_lazy("Exchange within its bounds"),
    gettext_lazy("Rules of electricity supply 1996 art. 25, 2024 art. 27 (UNCONFIRMED)"),
)
def within_months(question: Question) -> Answer:
    """T17: at most 2 months up to 10 kV, 3 months from 35 kV on (K, UNCONFIRMED)."""
    account = question.account
    if account is None:
        return Answer(None, _("At most 2 months up to 10 kV, 3 months from 35 kV on."))
    selector = "10kv" if account.voltage in MEDIUM else "ge35kv"
    months = int(get_parameter(EXCHANGE_MONTHS, on=question.day, selector=selector))
    words = _("At most %(months)s months at %(voltage)s.")
    words %= {"months": months, "voltage": account.get_voltage_display()}
    asked = question.application
    if not isinstance(asked, TemporaryExchange):
        return Answer(None, words)
    return Answer(asked.ends_on <= add_months(asked.starts_on, months), words, "ends_on")


@precondition(
    "SWAPPED",
    gettext_lazy("A transformer stands in for another"),
    gettext_lazy("Rules of electricity supply (BG)"),
)
def something_exchanged(question: Question) -> Answer:
    """206 ends an open exchange."""
    nothing = _("No transformer stands in for another on this account.")
    if question.account is None:
        return Answer(None, nothing)
    stops = list(open_exchanges(question.account.pk))
    if not stops:
        return Answer(False, nothing)
    words = _("No. %(number)s: %(old)s kVA, in its place %(new)s kVA until %(day)s")
    said = [
        words
        % {
            "number": stop.transformer.sequence,
            "old": f"{stop.transformer.plate_capacity:,.0f}",
            "new": f"{stop.replacement.plate_capacity:,.0f}" if stop.replacement else "–",
            "day": stop.planned_until or "–",
        }
        for stop in stops
    ]
    return Answer(True, "; ".join(said))


def open_exchanges(account_id: int) -> list[TransformerStop]:
    """The exchanges of an account that have not ended."""
    stops = TransformerStop.objects.filter(account_id=account_id, kind=StopKind.EXCHANGED, period__upper_inf=True)
    return list(stops.select_related("transformer", "replacement").order_by("pk"))


def exchanged_after(account: SupplyAccount, asked: TemporaryExchange) -> tuple[Decimal, Decimal]:
    """Contract and running capacity (kVA) while the other transformer stands in."""
    more = asked.new_capacity - _unit(asked).plate_capacity
    return account.contract_capacity + more, account.running_capacity + more


def _unit(asked: TemporaryExchange | ExchangeRestoration) -> Transformer:
    found: Transformer = Transformer.objects.get(account_id=asked.account_id, sequence=asked.number)
    return found


@condition("exchanged_before")
def meters_were_exchanged(at: Situation) -> bool:
    """With the transformer meters were exchanged (205), so they are exchanged back."""
    numbers = [stop.case_number for stop in open_exchanges(at.account.pk)]
    return MeterExchange.objects.filter(case__case_number__in=numbers).exists()


@effect("exchange_transformer", undo=undo_swap, label=gettext_lazy("the exchanged transformer"))
def exchange_transformer(context: EffectContext) -> Payload:
    """A18 of 205: from the day of energising the account is billed by the transformer that stands in."""
    asked = asked_as(TemporaryExchange, context.case)
    before = replace_transformers(
        swaps=[Swap(_unit(asked).pk, asked.new_capacity)],
        kind=StopKind.EXCHANGED,
        from_day=_energised_on(context),
        resume_on=asked.ends_on,
        **frame_of(context),  # type: ignore[arg-type]
    )
    return asdict(before)


@effect("return_transformer", undo=undo_restart, label=gettext_lazy("the transformer put back"))
def return_transformer(context: EffectContext) -> Payload:
    """A18 of 206: the old transformer runs again, the one that stood in is gone, the capacities are as before."""
    asked = asked_as(ExchangeRestoration, context.case)
    before = restart_transformers(
        transformer_ids=[_unit(asked).pk],
        restarted_on=_energised_on(context),
        remark=ChangeRemark.RESTARTED,
        least_days=0,
        **frame_of(context),  # type: ignore[arg-type]
    )
    return {"before": [plain(one) for one in before], "terms": end_done_terms(context)}


def _energised_on(context: EffectContext) -> date:
    return localtime(context.record(Energising).energised_at).date()


def _known(term: Term) -> dict[str, object]:
    stops = TransformerStop.objects.filter(account_id=term.account_id, case_number=term.case_number)
    stop = stops.select_related("transformer").first()
    reason = _("The term of case %(number)s is over.") % {"number": term.case_number}
    return {"reason": reason, "number": stop.transformer.sequence if stop else None}


expires(
    "T17",
    gettext_lazy("temporary exchange of a transformer"),
    ends_on=lambda case: asked_as(TemporaryExchange, case).ends_on,
    follow_up="206",
    known=_known,
)
