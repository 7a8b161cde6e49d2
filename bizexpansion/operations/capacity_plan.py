"""The plan of a change of capacity (A03 of 201, 202, 205): what follows from what was asked for, and its price."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.enums import ProjectFlag
from bizexpansion.models import (
    CapacityDraft,
    CapacityReduction,
    CapacityRestoration,
    Case,
    Energising,
    ExchangeRestoration,
    Sealing,
    TemporaryExchange,
    Unsealing,
    application_of,
)
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.lookups import account_of, standing_record
from bizexpansion.operations.plan_heads import keep_head
from bizexpansion.operations.price_rules import COMMERCE, LIMITS, agreed_ahead
from bizexpansion.operations.reduction import capacities_after, restored_equipment, stood_long
from bizexpansion.operations.situation import Situation
from bizexpansion.operations.temporary_exchange import exchanged_after
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.parameters.queries import get_parameters
from customers.book.enums import BasicChargeMode, PowerFactorStandard, PriceStrategy, StopKind
from customers.book.models import AccountPrice, SupplyAccount, TransformerStop
from customers.book.operations import set_account_price
from customers.book.specs import PriceSpec

FORMS = ("draft_reduction", "draft_restoration", "draft_exchange")


@operation("bizexpansion.draft_capacity_change")
def draft_capacity_change(
    *, task_id: int, version: int | None = None, draft: CapacityDraft, actor: Staff, now: datetime
) -> Case:
    """Plan a reduction, a restoration or a temporary exchange (A03). The capacities follow from the application.

    Raises InvalidInput: a day outside what was asked for, more than the contract allows, a price that the capacity
    does not allow (two parts below the limit, no power factor above it).
    """
    work = begin(task_id, *FORMS, version=version, actor=actor, now=now)
    account, asked = account_of(work.case), application_of(work.case)
    draft.contract_after, draft.running_after = after(account, asked)
    _check_day(draft, asked)
    if not 0 <= draft.running_after <= draft.contract_after or draft.contract_after <= 0:
        raise InvalidInput({"acts_on": _("The running capacity must stay between zero and the contract capacity.")})
    _check_price(draft, account, now)
    work.keep(draft)
    keep_head(
        work,
        approved_capacity=draft.contract_after,
        project_flag=ProjectFlag.INTERNAL if draft.needs_inspection else ProjectFlag.NONE,
        billing_scheme=draft.billing_note,
        is_fee_due=draft.is_fee_due,
    )
    return work.finish(note=draft.note)


def after(account: SupplyAccount, asked: object) -> tuple[Decimal, Decimal]:
    """Contract and running capacity (kVA) of an account once the change that was asked for is carried out."""
    if isinstance(asked, TemporaryExchange):
        return exchanged_after(account, asked)
    return capacities_after(account, asked)


def draft_known(case: Case) -> dict[str, object]:
    """What the drafter finds filled in: the day that was asked for, once it has passed today; what follows for
    inspection and price; the price as it is."""
    account, asked = account_of(case), application_of(case)
    day = getattr(asked, "acts_on", None)
    known: dict[str, object] = {
        "acts_on": day and max(day, localdate()),
        "needs_inspection": _is_new_or_idle(asked, day),
    }
    accepted_on, running = localtime(case.accepted_at).date(), after(account, asked)[1]
    if told := agreed_ahead(account, running, accepted_on):
        known["billing_note"] = told
    price = price_of_plan(account, asked, accepted_on)
    if price is None:
        return known
    may = get_parameters([LIMITS], on=accepted_on, department=account.department_id)
    small = running < may[LIMITS, "two_part_may"] and account.tariff_class in COMMERCE
    return known | {
        "price_code": price.price_code,
        "strategy": PriceStrategy.ONE_PART if small else price.strategy,
        "basic_charge_mode": BasicChargeMode.NONE if small else price.basic_charge_mode,
        "power_factor_standard": price.power_factor_standard,
    }


def _is_new_or_idle(asked: object, day: date | None) -> bool:
    """A replacement is new, and so is what has stood still for long."""
    if isinstance(asked, CapacityReduction):
        return any(row.new_capacity for row in asked.equipment.all())
    return day is not None and stood_long(asked, day)


def price_in_force(account: SupplyAccount, day: date) -> AccountPrice | None:
    """The first price of an account on a day."""
    return account.prices.filter(period__contains=day).order_by("sequence").first()


def price_of_plan(account: SupplyAccount, asked: object, day: date) -> AccountPrice | None:
    """The price that a change begins with: today's, or with what is restored the one from before it was reduced."""
    price = price_in_force(account, day)
    if price is None or not isinstance(asked, CapacityRestoration):
        return price
    units = [unit.pk for unit in restored_equipment(asked)]
    stops = TransformerStop.objects.filter(transformer__in=units, period__upper_inf=True)
    return price_before(price, set(stops.values_list("case_number", flat=True)))


def price_before(price: AccountPrice, case_numbers: set[str]) -> AccountPrice:
    """The price that was in force before these cases changed it; a price that came otherwise stays."""
    while price.case_number and price.case_number in case_numbers:
        same = AccountPrice.objects.filter(account_id=price.account_id, sequence=price.sequence)
        before = same.filter(period__endswith=price.period.lower).first()
        if before is None:
            break
        price = before
    return price


def _check_day(draft: CapacityDraft, asked: object) -> None:
    first, end = getattr(asked, "acts_on", None), getattr(asked, "ends_on", None)
    if draft.acts_on and first and (draft.acts_on < first or (end and draft.acts_on >= end)):
        raise InvalidInput({"acts_on": _("Carried out between the first day that is asked for and the last.")})


def _check_price(draft: CapacityDraft, account: SupplyAccount, now: datetime) -> None:
    """Commerce and industry: below the limit one part, from another on the power factor is assessed."""
    errors: dict[str, object] = {}
    if (draft.strategy == PriceStrategy.TWO_PART) == (draft.basic_charge_mode == BasicChargeMode.NONE):
        errors["basic_charge_mode"] = _("A two-part price needs a basic charge; a one-part price has none.")
    found = get_parameters([LIMITS], on=localtime(now).date(), department=account.department_id)
    may, factor = found[LIMITS, "two_part_may"], found[LIMITS, "power_factor"]
    if account.tariff_class in COMMERCE:
        if draft.strategy == PriceStrategy.TWO_PART and draft.running_after < may:
            errors["strategy"] = _("Below %(limit)s kVA the price has one part.") % {"limit": f"{may:.0f}"}
        if draft.power_factor_standard == PowerFactorStandard.NONE and draft.running_after >= factor:
            words = _("From %(limit)s kVA on the power factor is assessed.")
            errors["power_factor_standard"] = words % {"limit": f"{factor:.0f}"}
    if errors:
        raise InvalidInput(errors)


@condition("newasset")
def new_or_idle(at: Situation) -> bool:
    """The plan says that new or long idle equipment is inspected before it runs."""
    return at.latest(CapacityDraft).needs_inspection


@condition("ctr")
def contract_changes(at: Situation) -> bool:
    """The plan says that the contract is amended."""
    return at.latest(CapacityDraft).changes_contract


@condition("draft_exchanges_meter")
def meters_change(at: Situation) -> bool:
    """The plan says that meters or instrument transformers are exchanged."""
    return at.latest(CapacityDraft).exchanges_meter


@condition("draft_fee")
def fee_is_due(at: Situation) -> bool:
    """The plan says that a business fee is due."""
    return at.latest(CapacityDraft).is_fee_due


@condition("something_left")
def something_left(at: Situation) -> bool:
    """Running capacity is left, so that power comes back after the sealing."""
    return at.latest(CapacityDraft).running_after > 0


@effect("reprice_account", undo=None, label=gettext_lazy("the price"))
def reprice_account(context: EffectContext) -> Payload:
    """A20: from the day of the change the price is the one of the plan (two parts or one, power factor)."""
    draft, account = standing_record(context.case, CapacityDraft), account_of(context.case)
    standing = price_in_force(account, draft.acts_on)
    day = acted_on(context.case)
    set_account_price(
        account_id=account.pk,
        price=PriceSpec(
            price_code=draft.price_code,
            strategy=draft.strategy,
            sequence=standing.sequence if standing else 1,
            basic_charge_mode=draft.basic_charge_mode,
            power_factor_standard=draft.power_factor_standard,
            is_time_of_use=standing.is_time_of_use if standing else False,
        ),
        from_day=day,
        case_number=context.case.case_number,
        **context.frame,
    )
    return {}


@effect("restore_price", undo=None, label=gettext_lazy("the price"))
def restore_price(context: EffectContext) -> Payload:
    """A20 of 206: where the exchange (205) had changed the price, the one from before applies again."""
    asked = application_of(context.case)
    if not isinstance(asked, ExchangeRestoration):
        raise TypeError(type(asked))
    day = acted_on(context.case)
    stops = TransformerStop.objects.filter(
        account_id=asked.account_id, transformer__sequence=asked.number, kind=StopKind.EXCHANGED
    )
    exchanged_by = stops.order_by("-pk").values_list("case_number", flat=True)[:1]
    standing = price_in_force(account_of(context.case), day)
    before = price_before(standing, set(exchanged_by)) if standing else None
    if before is None or before == standing:
        return {}
    names = [one.name for one in fields(PriceSpec)]
    set_account_price(
        account_id=asked.account_id,
        price=PriceSpec(**{name: getattr(before, name) for name in names}),
        from_day=day,
        case_number=context.case.case_number,
        **context.frame,
    )
    return {}


def acted_on(case: Case) -> date:
    """The day on which the change was carried out: sealed, unsealed or energised."""
    sealing = Sealing.objects.filter(case=case).order_by("-id").first()
    if sealing is not None:
        return sealing.sealed_on
    unsealing = Unsealing.objects.filter(case=case).order_by("-id").first()
    if unsealing is not None:
        return unsealing.unsealed_on
    return localtime(Energising.objects.filter(case=case).latest("id").energised_at).date()
