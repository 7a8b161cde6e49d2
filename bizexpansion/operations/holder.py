"""Who holds the account: what a change of name does to the book, and when it is checked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from bizexpansion.models import NameChange, asked_as
from bizexpansion.operations.conditions import condition
from bizexpansion.operations.effects import EffectContext, Payload, effect
from bizexpansion.operations.situation import Situation
from customers.book.operations import rename_account

CHECK_CHANGES = "change.extra_check"


@condition("check")
def extra_check(at: Situation) -> bool:
    """The organisation wants such a change looked at once more; a parameter by the kind of business."""
    return bool(at.parameter(CHECK_CHANGES, at.case.flow_code))


@effect("archive_rename", undo=None, label=gettext_lazy("the new name, on invoices too"))
def archive_rename(context: EffectContext) -> Payload:
    """A20 of 210: customer and account bear the new name."""
    asked = asked_as(NameChange, context.case)
    case_number = context.case.case_number
    rename_account(account_id=context.account_id, name=asked.new_name, case_number=case_number, **context.frame)
    return {}
