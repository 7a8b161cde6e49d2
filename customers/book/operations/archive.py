"""Step A20 of a new supply: what the case has built becomes the customer's standing data, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput
from crm.outbox.operations import emit_all
from customers.book.enums import (
    AccountStatus,
    ContractStatus,
    MeteringPointState,
    PowerState,
    RunStatus,
    TemporaryKind,
)
from customers.book.models import (
    Contract,
    MeteringPoint,
    MeterInstallation,
    PowerSource,
    ReadingSection,
    SupplyAccount,
    SupplyPoint,
    Transformer,
)
from customers.book.operations.grading import record_grade_of_case
from customers.book.operations.locking import day_of, lock_account, require_case, store
from customers.book.operations.terms import put_capacity, put_prices
from customers.book.specs import NewSupplyArchive


class ArchiveIncomplete(DomainError):
    """Something that a supplied account must have is missing; `details["missing"]` lists the codes.

    Codes: supply_point, power_source, metering_point, meter, contract, energised, price. An account that is
    energised without a signed contract is an audit exception (240048, workflows.md 5).
    """

    code = "archive_incomplete"
    message = _("The account cannot be archived yet: something is missing.")


@operation("book.archive_new_supply")
def archive_new_supply(
    *, account_id: int, case_number: str, archive: NewSupplyArchive, actor: Actor, now: datetime
) -> SupplyAccount:
    """Turn a new supply into a normal account (effect of flow 104 at A20).

    Capacity and prices are in force from the day of energising; sources in use, equipment running, metering
    points in use; status "normal", no open case. Archived already: nothing happens. There is no inverse: the
    archive seals what the case did. Raises ArchiveIncomplete, InvalidInput (section), AccountBusy,
    AccountNotLiving.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number)
    if account.status == AccountStatus.NORMAL and account.capacity_periods.filter(case_number=case_number).exists():
        return account
    require_case(account, case_number, AccountStatus.NEW_SUPPLY_OPEN)
    _require_complete(account, archive)
    day = account.energised_on
    if day is None:
        raise ArchiveIncomplete(details={"missing": ["energised"]})
    contract, running = archive.contract_capacity, archive.running_capacity
    about(account, contract=str(contract), running=str(running), prices=[one.price_code for one in archive.prices])
    put_capacity(account, contract, running, day, case_number, now)
    put_prices(account, archive.prices, day, case_number, today=day_of(now))
    _put_into_use(account)
    facts = []
    if archive.importance is not None and archive.importance != account.importance:
        facts = record_grade_of_case(account, archive.importance, actor=actor, now=now)
    store(
        account,
        status=AccountStatus.NORMAL,
        open_case_number="",
        section_id=archive.section_id,
        contract_capacity=contract,
        running_capacity=running,
        **archive.attributes(),
    )
    payload = {"account_id": account.pk, "department_id": account.department_id, "case": case_number}
    archived = ("book.account_archived", f"book.account_archived:{account.pk}", payload)
    emit_all([*facts, archived], now=now)
    return account


def _require_complete(account: SupplyAccount, archive: NewSupplyArchive) -> None:
    """Every part of the hierarchy of workflows.md 6.3 is there, and the section is the department's; one query."""
    of_account: dict[str, QuerySet[Any]] = {
        "supply_point": SupplyPoint.objects.filter(account=account),
        "power_source": PowerSource.objects.filter(account=account),
        "metering_point": MeteringPoint.objects.filter(account=account),
        "meter": MeterInstallation.objects.filter(account=account, period__upper_inf=True),
        "contract": Contract.objects.filter(account=account, status=ContractStatus.VALID),
        "section": ReadingSection.objects.filter(
            pk=archive.section_id, department_id=account.department_id, is_active=True
        ),
    }
    asked = [Exists(rows) for rows in of_account.values()]
    found = SupplyAccount.objects.filter(pk=account.pk).values_list(*asked).get()
    present: dict[str, bool] = dict(zip(of_account, found, strict=True))
    metered = account.temporary != TemporaryKind.UNMETERED
    for name in ("metering_point", "meter"):
        present[name] |= not metered
    present["energised"] = account.power_state == PowerState.ON and account.energised_on is not None
    present["price"] = bool(archive.prices)
    knows_section = present.pop("section")
    missing = [name for name, is_there in present.items() if not is_there]
    if missing:
        raise ArchiveIncomplete(details={"missing": missing})
    if not knows_section:
        raise InvalidInput({"section": _("Choose a reading section of the account's business department.")})


def _put_into_use(account: SupplyAccount) -> None:
    PowerSource.objects.filter(account=account).update(is_active=True)
    Transformer.objects.filter(account=account, run_status=RunStatus.STOPPED).update(
        run_status=RunStatus.RUNNING,
        installed_on=Coalesce(F("installed_on"), account.energised_on),
        first_run_on=account.energised_on,
    )
    MeteringPoint.objects.filter(account=account, state=MeteringPointState.SET_UP).update(
        state=MeteringPointState.IN_USE
    )
