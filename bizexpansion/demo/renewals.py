"""A demo renewal (续签): the first metered temporary supply that may go on, granted two months longer."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.utils.timezone import localtime

from bizexpansion.demo.crew import crews
from bizexpansion.demo.office_hours import at_work
from bizexpansion.models import TemporaryRenewal
from bizexpansion.operations.renewal import Wish, approvers, bounds_of, extend_temporary_supply, findings_of
from crm.local.builders import SeedRequest
from crm.org.enums import Role
from customers.book.enums import AccountStatus, TemporaryKind
from customers.book.models import SupplyAccount

LONGER = timedelta(days=60)
MOST_CANDIDATES = 12


def build_renewal(request: SeedRequest) -> TemporaryRenewal | None:
    """Renew one temporary supply a few days ago; once, and none where no account may be renewed."""
    if TemporaryRenewal.objects.exists():
        return None
    rng = Random(request.seed)
    now = request.now
    while now >= request.now:
        now = at_work(now - timedelta(days=3), rng)
    today = localtime(now).date()
    rows = SupplyAccount.objects.filter(
        temporary=TemporaryKind.METERED, temporary_until__gte=today, status=AccountStatus.NORMAL
    )
    by_department = {crew.department.pk: crew for crew in crews()}
    for account in rows.select_related("department").order_by("temporary_until", "pk")[:MOST_CANDIDATES]:
        bounds = bounds_of(account, today)
        until = max(account.temporary_until or today, today) + LONGER
        barred = any(finding.is_unmet for finding in findings_of(account, now))
        if barred or (bounds.longest is not None and until > bounds.longest):
            continue
        clerk = by_department[account.department_id].holder_of(Role.R12)
        wish = Wish(
            until=until,
            asked_by="陈静",
            reason="工期延长",
            identity_checked=True,
            papers=("M-CHG", "M-ORG"),
            signed_on=today,
            customer_signatory="陈静",
            utility_signatory=clerk.name,
            approved_by=approvers(account, clerk).order_by("number").first(),
        )
        return extend_temporary_supply(account_number=account.account_number, wish=wish, actor=clerk, now=now)
    return None
