"""The end of a case: energise (A18), grid data (A19), archive (A20), call-back (A21), papers (A22)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from bizexpansion.models import BookArchive, CallBack, Case, Energising, PaperArchive, TopologyUpdate
from bizexpansion.operations.work import begin
from crm.audit.operation import operation
from crm.errors import InvalidInput
from crm.org.models import Staff


@operation("bizexpansion.energise")
def energise(
    *, task_id: int, version: int | None = None, energising: Energising, actor: Staff, now: datetime
) -> Case:
    """Power is on (A18); clocks T5 and T6 stop."""
    work = begin(task_id, "energise", version=version, actor=actor, now=now)
    if not energising.metering_checked:
        raise InvalidInput({"metering_checked": _("See that the meters turn the right way.")})
    work.keep(energising)
    return work.finish(note=energising.note)


@operation("bizexpansion.update_topology")
def update_topology(
    *, task_id: int, version: int | None = None, topology: TopologyUpdate, actor: Staff, now: datetime
) -> Case:
    """The grid model knows the customer and where it hangs (A19)."""
    work = begin(task_id, "update_topology", version=version, actor=actor, now=now)
    work.keep(topology)
    return work.finish(note=topology.note)


@operation("bizexpansion.archive_to_book")
def archive_to_book(
    *, task_id: int, version: int | None = None, archive: BookArchive, actor: Staff, now: datetime
) -> Case:
    """The data become master data and billing begins (A20). Nothing can be undone from here on."""
    work = begin(task_id, "archive", version=version, actor=actor, now=now)
    if not archive.data_checked:
        raise InvalidInput({"data_checked": _("Compare the data with the papers first.")})
    work.keep(archive)
    return work.finish(note=archive.note)


@operation("bizexpansion.call_back")
def call_back(*, task_id: int, version: int | None = None, answer: CallBack, actor: Staff, now: datetime) -> Case:
    """The call centre asks how it was (A21)."""
    work = begin(task_id, "call_back", version=version, actor=actor, now=now)
    work.keep(answer)
    return work.finish(note=answer.note)


@operation("bizexpansion.archive_papers")
def archive_papers(
    *, task_id: int, version: int | None = None, archive: PaperArchive, actor: Staff, now: datetime
) -> Case:
    """Papers and files go to the archive and the case is closed (A22)."""
    work = begin(task_id, "close", version=version, actor=actor, now=now)
    if not archive.is_complete:
        raise InvalidInput({"is_complete": _("The papers have to be complete before they are filed.")})
    work.keep(archive)
    return work.finish(note=archive.note)
