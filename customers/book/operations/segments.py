"""Segments: save, copy, share, put away. Only the owner changes one; others copy it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crm.audit.operation import about, operation
from crm.errors import InvalidInput, NotPermitted, OutOfScope, StaleVersion
from crm.org.models import Staff
from crm.org.permissions import has_permission, require
from customers.book.criteria import SCHEMA_VERSION, Vocabulary, check_criteria, read_criteria
from customers.book.enums import Sharing
from customers.book.models import Segment, home_of
from customers.book.rules import SHARE_SEGMENT_WITH_ALL, USE_SEGMENTS


@operation("book.save_segment")
def save_segment(
    *,
    name: str,
    conditions: Any,
    description: str = "",
    segment_id: int | None = None,
    version: int = 0,
    actor: Staff,
    now: datetime,
) -> Segment:
    """Save a new segment, or change one's own; `conditions` in the form of `customers.book.criteria`.

    Raises InvalidInput for `name`, `description` and `conditions.<row>`, naming each wrong row; StaleVersion when
    it was changed since `version`; OutOfScope. A new one with the name and conditions of a standing one is it.
    """
    require(actor, USE_SEGMENTS)
    segment = _own(segment_id, actor) if segment_id is not None else None
    errors = _check_words(name, description)
    checked: dict[str, Any] = {}
    try:
        checked = check_criteria(read_criteria(conditions), Vocabulary()).as_json()
    except InvalidInput as error:
        errors |= error.errors
    if errors:
        raise InvalidInput(errors)
    values = {"name": name.strip(), "description": description.strip(), "conditions": checked}
    namesake = Segment.objects.filter(owner=actor, name=values["name"], archived_at__isnull=True).first()
    if segment is None:
        if namesake and namesake.conditions == checked:
            about(namesake)
            return namesake
        _refuse_namesake(namesake)
        segment = Segment(owner=actor, department_id=home_of(actor), created_at=now)
    else:
        _refuse_namesake(namesake if namesake != segment else None)
        if all(getattr(segment, key) == value for key, value in values.items()):
            about(segment)
            return segment
        _require_version(segment, version)
        segment.version += 1
    for key, value in values.items():
        setattr(segment, key, value)
    segment.schema_version, segment.updated_at = SCHEMA_VERSION, now
    segment.save()
    about(segment, conditions=checked, version=segment.version)
    return segment


@operation("book.copy_segment")
def copy_segment(*, segment_id: int, actor: Staff, now: datetime) -> Segment:
    """A copy of a segment that `actor` sees, as his own, under a free name. Raises OutOfScope."""
    require(actor, USE_SEGMENTS)
    source = Segment.objects.restrict(actor, USE_SEGMENTS).filter(pk=segment_id).first()
    if source is None:
        raise OutOfScope
    copy = Segment.objects.create(
        name=_free_name(source.name, actor),
        description=source.description,
        owner=actor,
        department_id=home_of(actor),
        conditions=source.conditions,
        schema_version=source.schema_version,
        created_at=now,
        updated_at=now,
    )
    about(copy, copied_from=source.pk)
    return copy


@operation("book.share_segment")
def share_segment(*, segment_id: int, sharing: str, version: int, actor: Staff, now: datetime) -> Segment:
    """Say who sees a segment; for everyone only by those who may. The accounts in it stay each reader's own.

    Raises InvalidInput for `sharing`, NotPermitted, OutOfScope, StaleVersion.
    """
    segment = _own(segment_id, actor)
    about(segment, sharing=sharing)
    if sharing not in Sharing.values:
        raise InvalidInput({"sharing": _("Choose from the list.")})
    if sharing == Sharing.EVERYONE and not has_permission(actor, SHARE_SEGMENT_WITH_ALL):
        raise NotPermitted(details={"permission": SHARE_SEGMENT_WITH_ALL})
    if segment.sharing == sharing:
        return segment
    _require_version(segment, version)
    return _store(segment, now, sharing=sharing, department_id=home_of(actor))


@operation("book.archive_segment")
def archive_segment(*, segment_id: int, actor: Staff, now: datetime) -> Segment:
    """Put one's own segment away: it leaves the lists, what used it keeps its record. Raises OutOfScope.

    Inverse: `restore_segment`.
    """
    segment = _own(segment_id, actor, archived=None)
    about(segment)
    return segment if segment.archived_at else _store(segment, now, archived_at=now)


@operation("book.restore_segment")
def restore_segment(*, segment_id: int, actor: Staff, now: datetime) -> Segment:
    """Take a segment out again. Raises OutOfScope, InvalidInput for `name` when it was given away meanwhile."""
    segment = _own(segment_id, actor, archived=None)
    about(segment)
    if segment.archived_at is None:
        return segment
    _refuse_namesake(Segment.objects.filter(owner=actor, name=segment.name, archived_at__isnull=True).first())
    return _store(segment, now, archived_at=None)


def _own(segment_id: int, actor: Staff, *, archived: bool | None = False) -> Segment:
    """The actor's segment, locked; another's, though visible, is refused, an invisible one does not exist."""
    require(actor, USE_SEGMENTS)
    segment = Segment.objects.select_for_update(of=("self",)).filter(pk=segment_id).first()
    if segment is None or (archived is False and segment.archived_at):
        raise OutOfScope
    if segment.owner_id != actor.pk:
        if Segment.objects.restrict(actor, USE_SEGMENTS).filter(pk=segment_id).exists():
            raise NotPermitted(_("Only the owner changes a segment; copy it."))
        raise OutOfScope
    return segment


def _store(segment: Segment, now: datetime, **values: Any) -> Segment:
    for name, value in values.items():
        setattr(segment, name, value)
    segment.version += 1
    segment.updated_at = now
    segment.save(update_fields=["version", "updated_at", *values])
    return segment


def _check_words(name: str, description: str) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    if not name.strip() or len(name.strip()) > 80 or not name.isprintable():
        errors["name"] = _("Enter a name of at most 80 characters.")
    if len(description) > 300 or "\x00" in description:
        errors["description"] = _("At most 300 characters.")
    return errors


def _refuse_namesake(namesake: Segment | None) -> None:
    if namesake:
        raise InvalidInput({"name": _("You have a segment of this name already.")})


def _require_version(segment: Segment, version: int) -> None:
    if segment.version != version:
        current = {"name": segment.name, "description": segment.description}
        raise StaleVersion(field="version", details={"version": segment.version, "current": current})


def _free_name(name: str, actor: Staff) -> str:
    taken = set(Segment.objects.filter(owner=actor, archived_at__isnull=True).values_list("name", flat=True))
    candidates = (f"{name[:70]} ({number})" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in candidates if each not in taken)
