"""What moves when two customers turn out to be one; each app registers what of its own hangs on a customer.

A column that points to a customer must be covered by a `Mover` or named, with its reason, as something that
`stays`; a test walks all models and fails for a column that nobody thought of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, Model, QuerySet

from crm.registries.registry import Registry


@dataclass(frozen=True)
class Mover:
    """Moves one kind of record from a customer to another one, and back.

    - `columns` are the foreign keys that it covers, as `app_label.Model.field`;
    - `count(customer_id)` says for the preview how many there are;
    - `move(source_id, target_id)` moves all and returns the keys of what moved;
    - `blocked(records, target_id)` names those of them that have gone elsewhere since, so that they cannot go back;
    - `back(records, source_id, target_id)` takes exactly those back; what came to the target later stays there.

    All run inside the operation that merges, with both customers locked.
    """

    key: str
    label: Any
    columns: tuple[str, ...]
    count: Callable[[int], int]
    move: Callable[[int, int], list[int]]
    blocked: Callable[[Sequence[int], int], list[str]]
    back: Callable[[Sequence[int], int, int], None]
    order: int = 100


@dataclass(frozen=True)
class Stay:
    """A column that points to a customer and does not follow a merge; `key` is `app_label.Model.field`."""

    key: str
    reason: str
    order: int = 100


def column_mover(key: str, label: Any, column: str, *, version: str = "", order: int = 100) -> Mover:
    """A mover of the rows of one model whose foreign key `column` (`app_label.Model.field`) is the customer.

    `version` is the field that counts changes of a row, where it has one.
    """
    model_label, field = column.rsplit(".", 1)

    def rows(customer_id: int) -> QuerySet[Model]:
        return _rows(model_label).filter(**{field: customer_id})

    def point(found: QuerySet[Model], customer_id: int) -> None:
        found.update(**{f"{field}_id": customer_id}, **({version: F(version) + 1} if version else {}))

    def move(source_id: int, target_id: int) -> list[int]:
        moved = _locked(rows(source_id))
        point(_rows(model_label).filter(pk__in=moved), target_id)
        return moved

    def blocked(records: Sequence[int], target_id: int) -> list[str]:
        elsewhere = _rows(model_label).filter(pk__in=records).exclude(**{field: target_id})
        return [str(row) for row in elsewhere.order_by("pk")[:20]]

    def back(records: Sequence[int], source_id: int, target_id: int) -> None:
        point(_rows(model_label).filter(pk__in=_locked(rows(target_id).filter(pk__in=records))), source_id)

    return Mover(key, label, (column,), lambda pk: rows(pk).count(), move, blocked, back, order)


def _rows(model_label: str) -> QuerySet[Model]:
    return apps.get_model(model_label)._base_manager.all()


def _locked(rows: QuerySet[Model]) -> list[int]:
    return list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


movers: Registry[Mover] = Registry("movers")
stays: Registry[Stay] = Registry("stays")
