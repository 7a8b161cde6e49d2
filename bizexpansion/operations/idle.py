"""T19: accounts that stand idle. After six months without use their closing is proposed (216); people decide.

The site check and the month of public notice that must come before an account is closed without its customer's
wish (2024 art. 35) are steps of 216; here is only found out whom it may concern.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localtime

from bizexpansion.enums import FollowUpState, TermState
from bizexpansion.models import FollowUp, Term
from bizexpansion.operations.leaving import IDLE_MONTHS
from crm.audit.operation import Actor, about, operation
from crm.parameters.queries import get_parameter
from crm.workdays.arithmetic import add_months
from customers.book.enums import AccountStatus
from customers.book.models import SupplyAccount
from metering.models import AccountUse, Reading

CLOSING = "216"
READ_LATELY = timedelta(days=31)
"""Without a reading within so many days nothing is known, and nothing is proposed."""
MOST = 1000


@operation("bizexpansion.propose_idle_closings")
def propose_idle_closings(*, actor: Actor, now: datetime) -> int:
    """Propose the closing of up to 1,000 accounts that have used nothing for six months; returns how many.

    Not of an account that has applied for a suspension, a removal or another term, that is in a case, or whose
    readings are missing. Proposed or decided on within these months already: not again.
    """
    today = localtime(now).date()
    first = add_months(today, -int(get_parameter(IDLE_MONTHS, on=today)))
    mine = {"account": OuterRef("pk")}
    read = Reading.objects.filter(**mine)
    said = Q(state=FollowUpState.OPEN) | Q(due_on__gte=first)
    idle = SupplyAccount.objects.filter(
        Exists(AccountUse.objects.filter(**mine, energy_3=0)),
        Exists(read.filter(day__lt=first)),
        Exists(read.filter(day__gte=today - READ_LATELY)),
        ~Exists(read.filter(day__gte=first, energy__gt=0)),
        ~Exists(Term.objects.filter(**mine, state=TermState.RUNNING)),
        ~Exists(FollowUp.objects.filter(said, **mine, flow_code=CLOSING)),
        status=AccountStatus.NORMAL,
    )
    rows = [
        FollowUp(account=account, department_id=account.department_id, flow_code=CLOSING, due_on=today)
        for account in idle.order_by("pk").only("pk", "department_id")[:MOST]
    ]
    made = FollowUp.objects.bulk_create(rows)
    if made:
        about(made[0], accounts=len(made))
    return len(made)
