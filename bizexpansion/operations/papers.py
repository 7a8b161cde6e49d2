"""Papers of a case: what a step requires, what is missing, the one-time notice (workflows.md 2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localtime

from bizexpansion.engine.compile import Graph
from bizexpansion.enums import EventKind, MaterialKind, Verdict
from bizexpansion.errors import PapersMissing
from bizexpansion.models import Case, CaseDocument, MissingNotice, Task
from bizexpansion.operations.checks import refusing_violations
from bizexpansion.operations.moves import record_event
from crm.audit.operation import add_later
from crm.web.photos import KINDS as PHOTO_KINDS
from crm.web.photos import clean_photo
from crm.web.uploads import check_upload, store_upload


def required_kinds(graph: Graph, node: str) -> tuple[str, ...]:
    """The kinds of paper without which a step cannot be done; "M-ID|M-ORG" asks for one of the two."""
    return tuple(kind for papers in graph.flow.papers if papers.at == node for kind in papers.required)


def missing_kinds(graph: Graph, node: str, present: Iterable[str]) -> list[str]:
    """What is required at a step and not there, in the flow's order."""
    there = set(present)
    return [kind for kind in required_kinds(graph, node) if not there & set(kind.split("|"))]


def kinds_in_order(case: Case) -> set[str]:
    """The kinds of which the case holds a paper that nobody has found wrong."""
    return set(case.documents.exclude(verdict=Verdict.BAD).values_list("kind", flat=True))


def require_papers(case: Case, graph: Graph, node: str) -> None:
    """Raise PapersMissing, naming all that is missing at once, if a step's papers are not complete."""
    missing = missing_kinds(graph, node, kinds_in_order(case))
    if missing:
        raise PapersMissing(details={"missing": missing})


def tell_missing(
    case: Case, task: Task, kinds: Sequence[str], note: str, *, actor: Any, now: datetime
) -> MissingNotice:
    """Write the one-time notice of a visit; there is one for each, however often it is asked for."""
    notice, created = MissingNotice.objects.get_or_create(
        task=task, defaults={"case": case, "kinds": list(kinds), "note": note, "told_at": now, "told_by": actor}
    )
    if created:
        record_event(case, EventKind.NOTICE, actor, now, task=task, note=note, details={"missing": list(kinds)})
    return notice


def attach_papers(
    case: Case, task: Task | None, papers: Iterable[CaseDocument], *, actor: Any, now: datetime
) -> list[CaseDocument]:
    """Save papers that were handed in, with their files. The same file twice in one case is kept once.

    Raises InvalidInput at `papers-0-upload` for a file that cannot be accepted.
    """
    papers = list(papers)
    known: dict[str, CaseDocument] = {}
    if any(paper.upload is not None for paper in papers):
        known = {paper.digest: paper for paper in case.documents.exclude(digest="")}
    kept = []
    for index, paper in enumerate(papers):
        paper.case, paper.task = case, task
        paper.received_at, paper.received_by = now, actor
        if paper.upload is not None:
            small = _clean_photo(paper, paper.upload, f"papers-{index}-upload", now)
            same = known.get(digest_of(paper.upload))
            if same is not None and same.kind == paper.kind:
                kept.append(same)
                continue
            _store_file(paper, paper.upload, f"papers-{index}-upload", now)
            if small is not None:
                paper.thumbnail = store_upload(small, folder=f"{localtime(now):%Y/%m}").path
        kept.append(paper)
    fresh = [paper for paper in kept if paper.pk is None]
    if fresh:
        add_later(fresh, refusing=refusing_violations({CaseDocument: "papers"}))
    return kept


def digest_of(upload: UploadedFile) -> str:
    """SHA-256 of a file, as `store_upload` computes it."""
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _clean_photo(paper: CaseDocument, upload: UploadedFile, field: str, now: datetime) -> UploadedFile | None:
    """Take from a picture what is personal, the place above all, be it a photo from outside or a paper that was
    photographed at the counter; returns the thumbnail of a photo."""
    if check_upload(upload, field=field) not in PHOTO_KINDS:
        return None
    photo = clean_photo(upload, field=field)
    paper.upload = photo.file
    if paper.kind != MaterialKind.M_PHOTO:
        return None
    paper.taken_at = photo.taken_at if photo.taken_at and photo.taken_at <= now else None
    return photo.thumbnail


def without_place(upload: UploadedFile, field: str) -> UploadedFile:
    """A file as it may be kept: a picture without what is personal in it. Raises InvalidInput at `field`."""
    return clean_photo(upload, field=field).file if check_upload(upload, field=field) in PHOTO_KINDS else upload


def _store_file(paper: CaseDocument, upload: UploadedFile, field: str, now: datetime) -> None:
    stored = store_upload(upload, field=field, folder=f"{localtime(now):%Y/%m}")
    paper.path, paper.file_name, paper.size = stored.path, stored.name, stored.size
    paper.content_type, paper.digest = stored.kind, stored.sha256
    paper.name = paper.name or stored.name


def spoil_papers(case: Case, kind: str, opinion: str, *, actor: Any, now: datetime) -> None:
    """Mark papers as not in order, so that they must be handed in anew."""
    case.documents.filter(kind=kind).exclude(verdict=Verdict.BAD).update(
        verdict=Verdict.BAD, checked_at=now, checked_by=actor, opinion=opinion[:300]
    )
