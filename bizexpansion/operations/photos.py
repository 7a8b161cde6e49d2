"""Photos of a step that is done outside: on the server as soon as they are taken, whatever becomes of the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from bizexpansion.enums import EventKind, MaterialKind
from bizexpansion.models import CaseDocument
from bizexpansion.operations.moves import record_event
from bizexpansion.operations.papers import attach_papers
from bizexpansion.operations.work import begin, form_of
from crm.audit.operation import about, operation, write_now
from crm.errors import InvalidInput, NotPermitted, OutOfScope
from crm.org.models import Staff
from crm.web.photos import require_photo
from crm.web.uploads import forget_stored

MOST_AT_ONCE = 20
MOST_OF_A_STEP = 100


@operation("bizexpansion.add_photos")
def add_photos(*, task_id: int, photos: Sequence[UploadedFile], actor: Staff, now: datetime) -> list[CaseDocument]:
    """Keep photos of an open step that `actor` may do; the same picture twice is kept once.

    Raises InvalidInput at `photos` for none, more than 20 at once, more than 100 of one step, or a file that is no
    photo; and what `begin` raises.
    """
    work = begin(task_id, form_of(task_id), version=None, actor=actor, now=now)
    if not photos:
        raise InvalidInput({"photos": _("Take or choose a photo.")})
    there = work.task.documents.filter(kind=MaterialKind.M_PHOTO).count()
    if len(photos) > MOST_AT_ONCE or there + len(photos) > MOST_OF_A_STEP:
        values = {"once": MOST_AT_ONCE, "most": MOST_OF_A_STEP}
        raise InvalidInput({"photos": _("At most %(once)d photos at once, %(most)d of a step.") % values})
    papers = [CaseDocument(kind=MaterialKind.M_PHOTO) for _photo in photos]
    for paper, photo in zip(papers, photos, strict=True):
        require_photo(photo, field="photos")
        paper.upload = photo
    try:
        kept = attach_papers(work.case, work.task, papers, actor=actor, now=now)
        write_now()
    except InvalidInput as refusal:
        sentences = [one for said in refusal.errors.values() for one in said]
        raise InvalidInput({"photos": sentences}) from refusal
    fresh = [paper for paper in kept if paper.received_at == now]
    about(work.case, task=task_id, photos=len(fresh))
    if fresh:
        details = {"photos": [paper.pk for paper in fresh]}
        record_event(work.case, EventKind.DOCUMENT, actor, now, task=work.task, details=details)
    return kept


@operation("bizexpansion.remove_photo")
def remove_photo(*, paper_id: int, actor: Staff, now: datetime) -> None:
    """Take a photo away again that one has taken oneself, while its step is open; a second time nothing happens.

    Raises NotPermitted for somebody else's photo, OutOfScope for a paper that is none, and what `begin` raises.
    """
    paper = CaseDocument.objects.filter(pk=paper_id).first()
    if paper is None:
        return
    if paper.kind != MaterialKind.M_PHOTO or paper.task_id is None:
        raise OutOfScope
    work = begin(paper.task_id, form_of(paper.task_id), version=None, actor=actor, now=now)
    if paper.received_by_id != actor.pk:
        raise NotPermitted
    about(work.case, task=paper.task_id, paper=paper_id)
    deleted, _rows = CaseDocument.objects.filter(pk=paper_id).delete()
    if deleted:
        record_event(work.case, EventKind.DOCUMENT, actor, now, task=work.task, details={"removed": [paper_id]})
        transaction.on_commit(lambda: forget_stored(paper.path, paper.thumbnail))
