"""What the line of time needs to be shown: its entries, its choices, the way to what was earlier."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.errors import OutOfScope
from crm.web.places import read_place, write_place
from customers.book.models import Customer, SupplyAccount
from customers.book.queries.timeline import channels, timeline_of


def timeline_block(user: Any, customer: Customer) -> dict[str, Any]:
    """The block of the customer page: the latest of all channels of the account in view."""
    if customer.focus is None:
        raise OutOfScope
    return timeline_context(user, customer.focus)


def timeline_context(
    user: Any, account: SupplyAccount, *, channel: str = "", whole: bool = False, after: str = ""
) -> dict[str, Any]:
    """What both templates need."""
    page = timeline_of(user, account, whole=whole, channel=channel, before=read_place(after))
    address = reverse("customer-timeline", args=[account.customer_id, account.account_number])

    def chosen(**changes: Any) -> str:
        values = {"channel": channel, "whole": "1" if whole else "", **changes}
        query = "&".join(f"{name}={value}" for name, value in values.items() if value)
        return f"{address}?{query}" if query else address

    sources = [("", _("everything")), *((source.key, source.channel) for source in channels(user, account))]
    return {
        "entries": [entry for _key, entry in page.entries],
        "earlier": chosen(after=write_place(page.next)) if page.next else "",
        "choices": [(label, chosen(channel=key), key == channel) for key, label in sources],
        "whole": whole,
        "other_width": chosen(whole="" if whole else "1"),
    }
