"""Collection terminals of an account: fit (A13), take down (A33, A42), move (A38), each with its inverse."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import InvalidInput, OutOfScope
from customers.book.models import CollectionTerminal
from customers.book.models.periods import moments
from customers.book.operations.locking import lock_account


@operation("book.fit_terminal")
def fit_terminal(
    *,
    account_id: int,
    asset_number: str,
    communication_address: str,
    fitted_at: datetime,
    position: str = "",
    case_number: str = "",
    actor: Actor,
    now: datetime,
) -> CollectionTerminal:
    """A terminal collects the readings of an account from a moment on (A13).

    Hangs there already: returned as it is. Raises InvalidInput (asset_number) where it hangs elsewhere. Inverse:
    `unfit_terminal`.
    """
    account = lock_account(account_id, actor=actor)
    about(account, case=case_number, terminal=asset_number)
    hanging = CollectionTerminal.objects.filter(account=account, asset_number=asset_number, period__upper_inf=True)
    found = hanging.first()
    if found is not None:
        return found
    try:
        return CollectionTerminal.objects.create(
            account=account,
            asset_number=asset_number,
            communication_address=communication_address,
            position=position,
            period=moments(fitted_at),
            case_number=case_number,
        )
    except IntegrityError as error:
        if "terminal_at_one_place" in str(error):
            raise InvalidInput({"asset_number": _("This terminal hangs elsewhere at that time.")}) from None
        raise


@operation("book.unfit_terminal")
def unfit_terminal(*, terminal_id: int, actor: Actor, now: datetime) -> None:
    """Undo `fit_terminal`: it never hung there. Gone already: nothing happens."""
    terminal = _lock(terminal_id, actor)
    if terminal is not None:
        about(terminal.account, terminal=terminal.asset_number)
        terminal.delete()


@operation("book.take_terminal_down")
def take_terminal_down(
    *, terminal_id: int, removed_at: datetime, actor: Actor, now: datetime
) -> CollectionTerminal:
    """The terminal comes down (A33, A42); down already: nothing happens. Raises InvalidInput (removed_at),
    OutOfScope. Inverse: `put_terminal_back`."""
    terminal = _lock(terminal_id, actor)
    if terminal is None:
        raise OutOfScope
    about(terminal.account, terminal=terminal.asset_number)
    if terminal.period.upper is None:
        if not terminal.period.lower < removed_at <= now:
            raise InvalidInput({"removed_at": _("This moment lies in the future or before the installation.")})
        terminal.period = moments(terminal.period.lower, removed_at)
        terminal.save(update_fields=["period"])
    return terminal


@operation("book.put_terminal_back")
def put_terminal_back(*, terminal_id: int, actor: Actor, now: datetime) -> CollectionTerminal:
    """Undo `take_terminal_down`: it hangs as before. Raises OutOfScope."""
    terminal = _lock(terminal_id, actor)
    if terminal is None:
        raise OutOfScope
    about(terminal.account, terminal=terminal.asset_number)
    terminal.period = moments(terminal.period.lower)
    terminal.save(update_fields=["period"])
    return terminal


@operation("book.move_terminal")
def move_terminal(*, terminal_id: int, position: str, actor: Actor, now: datetime) -> str:
    """The terminal hangs elsewhere at the same account (A38). Returns where it hung before, for the way back."""
    terminal = _lock(terminal_id, actor)
    if terminal is None:
        raise OutOfScope
    about(terminal.account, terminal=terminal.asset_number)
    before: str = terminal.position
    terminal.position = position
    terminal.save(update_fields=["position"])
    return before


def _lock(terminal_id: int, actor: Actor) -> CollectionTerminal | None:
    """The account first, then the terminal as it now stands."""
    account_id = CollectionTerminal.objects.filter(pk=terminal_id).values_list("account_id", flat=True).first()
    if account_id is None:
        return None
    lock_account(account_id, actor=actor)
    rows = CollectionTerminal.objects.select_for_update(of=("self",)).select_related("account")
    return rows.filter(pk=terminal_id).first()
