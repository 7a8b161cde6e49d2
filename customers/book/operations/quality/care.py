"""Who takes care of a finding, and which ones must wait: the verbs of the work queue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.audit.operation import Actor, about, operation
from crm.errors import DomainError, InvalidInput, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import has_permission, require
from customers.book.models import FindingCare, QualityFinding
from customers.book.rules import ASSIGN_QUALITY, MEND_QUALITY

LONGEST_ASIDE = timedelta(days=366)


class FindingTaken(DomainError):
    """Somebody else takes care of the finding; only a manager gives it to another person."""

    code = "finding_taken"
    message = _("A colleague is already working on this finding.")


@operation("book.assign_findings")
def assign_findings(*, finding_ids: Sequence[int], staff_id: int | None, actor: Actor, now: datetime) -> int:
    """Give findings to a member of staff, `staff_id` None gives them back to everybody; return how many changed.

    Everybody who mends takes findings for himself and gives back his own; a manager does it for others. A finding
    that is mended meanwhile is left out. Raises OutOfScope for another department's finding, FindingTaken,
    InvalidInput naming `staff` when that person may not mend there.
    """
    findings = _lock(finding_ids, actor)
    cares = {care.finding_id: care for care in FindingCare.objects.filter(finding__in=findings).order_by("pk")}
    person = _person(staff_id, findings)
    changed = 0
    for finding in findings:
        care = cares.get(finding.pk) or FindingCare(finding=finding)
        if care.assignee_id == staff_id:
            continue
        others = {staff_id, care.assignee_id} - {actor.pk, None}
        if others and not has_permission(actor, ASSIGN_QUALITY, finding.department_id):
            raise FindingTaken
        care.assignee, care.by_id, care.at = person, actor.pk, now
        care.save()
        changed += 1
    if findings:
        about(findings[0], findings=len(findings), changed=changed, staff=person.number if person else "")
    return changed


@operation("book.set_finding_aside")
def set_finding_aside(*, finding_id: int, until: date, reason: str, actor: Actor, now: datetime) -> FindingCare:
    """Take a finding out of the queue until a day, because it cannot be mended now; the scores keep counting it.

    Raises OutOfScope, InvalidInput naming `until` (tomorrow to a year from now) or `reason`.
    """
    finding = _one(finding_id, actor)
    today, errors = timezone.localdate(now), {}
    if not today < until <= today + LONGEST_ASIDE:
        errors["until"] = _("Choose a day after today and within a year.")
    if not 2 <= len(reason.strip()) <= 200:
        errors["reason"] = _("Say in a few words why it cannot be mended.")
    if errors:
        raise InvalidInput(errors)
    care = FindingCare.objects.filter(finding=finding).first() or FindingCare(finding=finding)
    about(finding, reason=reason.strip(), rule=finding.rule, until=until.isoformat())
    if (care.aside_until, care.aside_reason) != (until, reason.strip()):
        care.aside_until, care.aside_reason = until, reason.strip()
        care.by_id, care.at = actor.pk, now
        care.save()
    return care


@operation("book.take_up_finding")
def take_up_finding(*, finding_id: int, actor: Actor, now: datetime) -> None:
    """Bring a finding back into the queue before its day. Raises OutOfScope."""
    finding = _one(finding_id, actor)
    about(finding, rule=finding.rule)
    care = FindingCare.objects.filter(finding=finding, aside_until__isnull=False).first()
    if care:
        care.aside_until, care.aside_reason = None, ""
        care.by_id, care.at = actor.pk, now
        care.save()


def _lock(finding_ids: Sequence[int], actor: Actor) -> list[QualityFinding]:
    findings = list(QualityFinding.objects.select_for_update().filter(pk__in=finding_ids).order_by("pk"))
    departments: set[int | None] = {finding.department_id for finding in findings}
    for department_id in departments or {None}:
        require(actor, MEND_QUALITY, department_id)
    return findings


def _one(finding_id: int, actor: Actor) -> QualityFinding:
    found = _lock([finding_id], actor)
    if not found:
        raise OutOfScope
    return found[0]


def _person(staff_id: int | None, findings: Sequence[QualityFinding]) -> Any:
    """The person, who must be able to mend all of these. Raises InvalidInput naming `staff`."""
    if staff_id is None:
        return None
    person = Staff.objects.filter(pk=staff_id, is_active=True).first()
    if person is None or not all(has_permission(person, MEND_QUALITY, f.department_id) for f in findings):
        raise InvalidInput({"staff": _("This person may not mend the records of this department.")})
    return person
