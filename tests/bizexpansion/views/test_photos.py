"""Photos of a step done outside: kept at once, without the place, shown small, seen by the department only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import ExifTags, Image

from bizexpansion.enums import MaterialKind
from bizexpansion.models import CaseDocument, Task
from bizexpansion.steps import ON_SITE, STEPS
from crm.org.enums import Role
from tests.factories.bizexpansion import Company, Walk
from tests.factories.org import make_staff
from tests.factories.pictures import picture

WalkTo = Callable[..., Walk]
Browser = Callable[..., Client]


def address(walk: Walk) -> str:
    """Where the survey is done."""
    return f"/cases/{walk.case.case_number}/tasks/{walk.task('survey').pk}/"


def send(client: Client, walk: Walk, *contents: bytes, name: str = "IMG_1.jpg") -> Any:
    """Send photos as the page does."""
    files = [SimpleUploadedFile(name, content) for content in contents]
    return client.post(f"{address(walk)}photos/", {"photos": files}, headers={"HX-Request": "true"})


def photos(walk: Walk) -> list[CaseDocument]:
    """What is kept."""
    return list(walk.case.documents.filter(kind=MaterialKind.M_PHOTO).order_by("pk"))


def body(answer: Any) -> bytes:
    """The content of a file."""
    return b"".join(answer.streaming_content)


def test_a_photo_is_kept_without_its_place(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk, client = walk_to("survey"), browser("R3")
    taken = timezone.localtime() - timedelta(hours=2)
    answer = send(client, walk, picture(taken=f"{taken:%Y:%m:%d %H:%M:%S}"), picture(colour="red"))
    assert (answer.status_code, answer.content.decode().count("<img ")) == (200, 2)
    first, second = photos(walk)
    assert (first.task, first.received_by, first.taken_at) == (
        walk.task("survey"), company.people["R3"], taken.replace(microsecond=0),
    )  # fmt: skip
    assert second.taken_at is None
    whole = Image.open(BytesIO(body(client.get(f"/papers/{first.pk}/file/"))))
    assert dict(whole.getexif()) == {ExifTags.Base.Orientation: 6}
    assert dict(whole.getexif().get_ifd(ExifTags.IFD.GPSInfo)) == {}
    small = client.get(f"/papers/{first.pk}/small/")
    assert (small["Content-Type"], small["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    drawn = Image.open(BytesIO(body(small)))
    assert (drawn.size, dict(drawn.getexif())) == ((240, 320), {})
    page = client.get(address(walk)).content.decode()
    assert page.count('<img src="/papers/') == 2
    assert 'accept="image/*" capture="environment" multiple' in page
    case = client.get(f"/cases/{walk.case.case_number}/").content.decode()
    assert (case.count(f"/papers/{first.pk}/small/") >= 1, "2 张照片" in case) == (True, True)


def test_the_same_picture_is_kept_once_and_can_be_taken_away(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("survey"), browser("R3")
    for _time in range(2):
        assert send(client, walk, picture()).status_code == 200
    (only,) = photos(walk)
    Task.objects.filter(pk=walk.task("survey").pk).update(assignee=None)
    assert browser("R3b").post(f"/papers/{only.pk}/remove/").status_code == 403
    assert client.post(f"/papers/{only.pk}/remove/", headers={"HX-Request": "true"}).status_code == 200
    assert photos(walk) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0 no picture at all"),
        ("a.jpg", picture("PNG")),
        ("a.pdf", b"%PDF-1.4\n%%EOF\n"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("a.jpg", picture()[:900]),
    ],
)
def test_what_is_no_photo_is_refused(walk_to: WalkTo, browser: Browser, name: str, content: bytes) -> None:
    walk, client = walk_to("survey"), browser("R3")
    good = send(client, walk, picture())
    answer = send(client, walk, content, name=name)
    assert (good.status_code, answer.status_code, len(photos(walk))) == (200, 422, 1)
    assert (name in answer.content.decode(), "<img " in answer.content.decode()) == (True, True)


def test_a_refused_form_loses_no_photo(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("survey"), browser("R3")
    send(client, walk, picture())
    answer = client.post(address(walk), {"note": "门锁着"})
    text = answer.content.decode()
    assert (answer.status_code, "门锁着" in text, "<img src=" in text) == (422, True, True)


def test_others_neither_see_nor_add(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk = walk_to("survey")
    send(browser("R3"), walk, picture())
    (only,) = photos(walk)
    stranger = browser(make_staff("W003", company.tree["WZ-T"], Role.R3))
    assert send(stranger, walk, picture(colour="red")).status_code == 404
    assert stranger.get(f"/papers/{only.pk}/small/").status_code == 404
    assert stranger.post(f"/papers/{only.pk}/remove/").status_code == 404
    assert send(browser("R12"), walk, picture(colour="red")).status_code == 403
    assert len(photos(walk)) == 1


def test_a_step_that_is_done_takes_no_more(walk_to: WalkTo, browser: Browser) -> None:
    walk, client = walk_to("draft_plan"), browser("R3")
    number, done = walk.case.case_number, walk.case.tasks.get(node="survey")
    answer = client.post(
        f"/cases/{number}/tasks/{done.pk}/photos/", {"photos": SimpleUploadedFile("a.jpg", picture())}
    )
    assert (answer.status_code, photos(walk)) == (409, [])


def test_the_api_takes_photos_too(walk_to: WalkTo, browser: Browser, company: Company) -> None:
    walk, client = walk_to("survey"), browser("R3")
    at = f"/api/v1/tasks/{walk.task('survey').pk}/photos/"
    answer = client.post(
        at, {"photos": [SimpleUploadedFile("a.jpg", picture()), SimpleUploadedFile("b.png", picture("PNG"))]}
    )
    assert (answer.status_code, [one["taken_by"] for one in answer.json()]) == (
        201,
        [company.people["R3"].number] * 2,
    )
    assert len(client.get(at).json()) == 2
    wrong = client.post(at, {"photos": [SimpleUploadedFile("c.jpg", b"nothing")]})
    assert (wrong.status_code, wrong["Content-Type"]) == (422, "application/problem+json")
    assert "photos" in str(wrong.json())
    stranger = browser(make_staff("W003", company.tree["WZ-T"], Role.R3))
    assert stranger.get(at).status_code == 404


def test_every_form_of_the_field_is_one_of_ours() -> None:
    assert set(STEPS) >= ON_SITE
    assert {"survey", "inspect_interim", "inspect_completion", "install_meter", "exchange_meter"} <= ON_SITE
