"""212 分户: what may be split, the new accounts opened with the case, how they are metered (S04, S08, A17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bizexpansion.errors import NotReady
from bizexpansion.models import (
    AccountSplit,
    AssignedMeter,
    AssignedTransformer,
    Case,
    HungMeter,
    MeterAssignment,
    MeterInstallation,
    SplitMeter,
    SplitMeteringPlan,
    SplitPoint,
    SplitShare,
    application_of,
)
from bizexpansion.models.splitting import clean_units
from bizexpansion.operations.exchange import check_assigned_devices
from bizexpansion.operations.lookups import standing_record
from bizexpansion.operations.metering import check_in_store, check_same_meters
from bizexpansion.operations.opening import Opening, opener
from bizexpansion.operations.preconditions import Answer, Question, precondition
from bizexpansion.operations.work import StepWork, begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.wording import enumerated
from customers.book.enums import (
    HIGH_VOLTAGES,
    ContactPurpose,
    RunStatus,
)
from customers.book.models import Meter, SupplyAccount, Transformer
from customers.book.operations import (
    NewAccount,
    OwnerSpec,
    lock_account_for_change,
    open_accounts,
)
from customers.book.specs import (
    AccountSpec,
    ContactSpec,
)


@precondition(
    "DIVISIBLE",
    gettext_lazy("There is something to divide"),
    gettext_lazy("Rules of electricity supply 1996, art. 30 (2024: art. 32, UNCONFIRMED)"),
)
def divisible(question: Question) -> Answer:
    """What the account has: its capacity, at high voltage the transformers that can go as a whole."""
    account = question.account
    if account is None:
        return Answer(None, _("Look up the account that is split."))
    values = {"capacity": f"{account.contract_capacity:,.2f}"}
    if account.voltage not in HIGH_VOLTAGES:
        return Answer(True, _("The account has %(capacity)s kVA; the sum stays the same.") % values)
    units = Transformer.objects.filter(account=account, run_status=RunStatus.RUNNING).order_by("sequence")
    told = [f"{one.sequence}: {one.plate_capacity:,.2f} kVA" for one in units]
    values["units"] = "; ".join(told) or _("none")
    words = _("The account has %(capacity)s kVA; transformers in operation: %(units)s. One at least stays.")
    return Answer(len(told) > 1, words % values)


@opener("hold_and_split")
def hold_and_split(opening: Opening) -> SupplyAccount:
    """The account, held for this case, and the new accounts "new supply in progress" of the same case.

    Raises InvalidInput at the rows: less is given away than there is, at high voltage by whole transformers.
    """
    asked = opening.application
    shares = [row for row in opening.rows.get("shares", ()) if isinstance(row, SplitShare)]
    if not isinstance(asked, AccountSplit):
        raise NotReady(details={"missing": "application"})
    frame = {"case_number": opening.number, "actor": opening.actor, "now": opening.now}
    account = lock_account_for_change(account_id=asked.account_id, **frame)
    _refuse_shares(account, shares)
    rows = open_accounts(accounts=[_new_account(account, share) for share in shares], **frame)
    for share, row in zip(shares, rows, strict=True):
        share.account = row
    return account


def _refuse_shares(account: SupplyAccount, shares: Sequence[SplitShare]) -> None:
    if not shares:
        raise InvalidInput({"shares": _("Name at least one new account.")})
    high = account.voltage in HIGH_VOLTAGES
    running = Transformer.objects.filter(account=account, run_status=RunStatus.RUNNING)
    plates = dict(running.values_list("sequence", "plate_capacity")) if high else {}
    errors: dict[str, Any] = {}
    numbers = [share.number for share in shares]
    taken: set[int] = set()
    for index, share in enumerate(shares):
        for name, said in clean_units(share, high).items():
            errors[f"shares-{index}-{name}"] = said.messages
        if numbers.count(share.number) > 1:
            errors[f"shares-{index}-number"] = _("A number occurs twice.")
        if errors or not high:
            continue
        units = set(share.units)
        if units - plates.keys() or units & taken:
            errors[f"shares-{index}-equipment"] = _("Each transformer in operation goes to one account only.")
        elif (total := sum((plates[one] for one in units), Decimal(0))) != share.capacity:
            words = _("These transformers have %(total)s kVA.") % {"total": f"{total:,.2f}"}
            errors[f"shares-{index}-capacity"] = words
        taken |= units
    out, own = sum((share.capacity for share in shares), Decimal(0)), account.running_capacity
    if not errors and out >= own:
        words = _("The account has %(own)s kVA in operation; %(out)s kVA cannot be given away.")
        errors["shares"] = words % {"own": f"{own:,.2f}", "out": f"{out:,.2f}"}
    if errors:
        raise InvalidInput(errors)


def _new_account(account: SupplyAccount, share: SplitShare) -> NewAccount:
    """As the account that is split, but for its name, its owner and its capacity."""
    return NewAccount(
        account=AccountSpec(
            name=share.name.strip(),
            address=account.address,
            district_id=account.district_id,
            department_id=account.department_id,
            account_class=account.account_class,
            voltage=account.voltage,
            tariff_class=account.tariff_class,
            load_character=account.load_character,
            industry_code=account.industry_code,
            open_case_row=str(share.number),
        ),
        owner=OwnerSpec(name=share.name.strip(), kind=share.kind, id_kind=share.id_kind, identity=share.identity),
        contacts=[ContactSpec(purpose=ContactPurpose.ELECTRICAL, name=share.name.strip()[:60], phone=share.phone)],
    )


def shares_of(case: Case) -> list[SplitShare]:
    """The new accounts of a split. Raises NotReady for another flow."""
    asked = application_of(case)
    if not isinstance(asked, AccountSplit):
        raise NotReady(details={"missing": "accountsplit"})
    return asked.parts()


def keys_of(case: Case) -> dict[int, int]:
    """The keys of the new accounts by their numbers in the application."""
    return {share.number: share.key for share in shares_of(case)}


@operation("bizexpansion.plan_split_metering")
def plan_split_metering(
    *,
    task_id: int,
    version: int | None = None,
    metering_plan: SplitMeteringPlan,
    points: Sequence[SplitPoint],
    actor: Staff,
    now: datetime,
) -> Case:
    """Fix how each new account is metered (S04): by one metering point each."""
    work = begin(task_id, "plan_split_metering", version=version, actor=actor, now=now)
    _require_each(work, [row.number for row in points], "points")
    work.keep(metering_plan, points=points)
    return work.finish(note=metering_plan.note)


@operation("bizexpansion.assign_split_meters")
def assign_split_meters(
    *,
    task_id: int,
    version: int | None = None,
    assignment: MeterAssignment,
    new_meters: Sequence[SplitMeter],
    meters: Sequence[AssignedMeter] = (),
    transformers: Sequence[AssignedTransformer] = (),
    actor: Staff,
    now: datetime,
) -> Case:
    """Set a meter of the store aside for each new account, and what is exchanged at the old one (S08)."""
    work = begin(task_id, "assign_split_meters", version=version, actor=actor, now=now)
    errors: dict[str, object] = {}
    _require_each(work, [row.number for row in new_meters], "new_meters")
    check_assigned_devices(work, meters, transformers, errors)
    check_in_store(work, "new_meters", Meter, [row.asset_number for row in new_meters], errors)
    numbers = [row.asset_number for row in new_meters] + [row.asset_number for row in meters]
    if len(set(numbers)) != len(numbers):
        errors["new_meters"] = _("A device is named twice.")
    if errors:
        raise InvalidInput(errors)
    work.keep(assignment, new_meters=new_meters, meters=meters, transformers=transformers)
    return work.finish(note=assignment.note)


@operation("bizexpansion.install_split_meters")
def install_split_meters(
    *,
    task_id: int,
    version: int | None = None,
    installation: MeterInstallation,
    meters: Sequence[HungMeter],
    actor: Staff,
    now: datetime,
) -> Case:
    """The meters of the new accounts hang (A17), each with its start reading in kWh."""
    work = begin(task_id, "install_split_meters", version=version, actor=actor, now=now)
    rows = SplitMeter.objects.filter(assignment=standing_record(work.case, MeterAssignment))
    assigned = rows.values_list("asset_number", flat=True)
    check_same_meters(assigned, [row.asset_number for row in meters], "meters")
    if not installation.wiring_checked:
        raise InvalidInput({"wiring_checked": _("Check the wiring before you leave.")})
    work.keep(installation, meters=meters)
    return work.finish(note=installation.note)


def _require_each(work: StepWork, given: Sequence[int], name: str) -> None:
    """Each new account once."""
    numbers = sorted(share.number for share in shares_of(work.case))
    if sorted(given) != numbers:
        listed = enumerated(str(one) for one in numbers)
        raise InvalidInput({name: _("Each new account once: %(numbers)s.") % {"numbers": listed}})
