"""Photos of a step that is done outside: take them, look at them, take one away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from bizexpansion.enums import MaterialKind
from bizexpansion.errors import TaskNotOpen
from bizexpansion.models import CaseDocument, Task
from bizexpansion.operations.photos import MOST_AT_ONCE, add_photos, remove_photo
from bizexpansion.queries.case import find_case
from bizexpansion.queries.papers import find_paper
from bizexpansion.queries.photos import photos_of
from bizexpansion.rules import step_permission
from bizexpansion.steps import ON_SITE, spec_of
from crm.errors import InvalidInput, OutOfScope
from crm.org.permissions import require
from crm.web.request import StaffRequest
from crm.web.uploads import show_stored


def photo_context(task: Task, papers: Iterable[CaseDocument]) -> dict[str, Any]:
    """What the page of a step shows of its photos, which are among `papers`; nothing for a step done at a desk."""
    if spec_of(task).key not in ON_SITE:
        return {}
    photos = [one for one in papers if one.kind == MaterialKind.M_PHOTO and one.task_id == task.pk]
    return {"takes_photos": True, "photos": photos, "photo_task": task, "photo_case": task.case}


@require_POST
def add(request: StaffRequest, number: str, task_id: int) -> HttpResponse:
    """Keep photos at once; answers with the photos of the step, and with what was wrong."""
    case = find_case(request.user, number)
    task = case.tasks.filter(pk=task_id).first()
    if task is None:
        raise OutOfScope
    task.case = case
    require(request.user, step_permission(spec_of(task).key), case.department_id)
    problems: list[str] = []
    try:
        uploads = request.FILES.getlist("photos")[: MOST_AT_ONCE + 1]
        add_photos(task_id=task.pk, photos=uploads, actor=request.user, now=timezone.now())
    except InvalidInput as refusal:
        problems = [str(one) for said in refusal.errors.values() for one in said]
    return _answer(request, task, problems)


@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one's own photo away again."""
    paper = find_paper(request.user, pk)
    task = paper.task
    if task is None:
        raise TaskNotOpen
    require(request.user, step_permission(spec_of(task).key), paper.case.department_id)
    remove_photo(paper_id=pk, actor=request.user, now=timezone.now())
    return _answer(request, task, [])


@require_GET
def small(request: StaffRequest, pk: int) -> FileResponse:
    """The thumbnail of a photo, for those who may see the case."""
    return show_stored(find_paper(request.user, pk).thumbnail)


def _answer(request: StaffRequest, task: Task, problems: list[str]) -> HttpResponse:
    if not request.htmx and not problems:
        return redirect("task", task.case.case_number, task.pk)
    context = photo_context(task, photos_of(task)) | {"problems": problems}
    return render(request, "bizexpansion/photo_list.html", context, status=422 if problems else 200)
