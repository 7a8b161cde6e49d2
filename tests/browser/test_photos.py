"""Photos of a survey in a real browser: chosen, seen at once, taken away again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bizexpansion.enums import MaterialKind
from tests.browser.conftest import PHONE, OpenPage
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_photo_is_chosen_seen_and_taken_away(open_page: OpenPage) -> None:
    walk = Walk(make_people(), timezone.localtime() - timedelta(days=1), SIMPLE)
    walk.accept()
    walk.run("dispatch_survey")
    task, photos = walk.task("survey"), walk.case.documents.filter(kind=MaterialKind.M_PHOTO)
    person = walk.company.people["R3"].number
    page = open_page(f"/cases/{walk.case.case_number}/tasks/{task.pk}/", number=person, size=PHONE)
    chosen = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.locator("[data-photos] input[type=file]").last.set_input_files([chosen])
    image = page.locator("[data-photo-list] img")
    expect(image).to_have_count(1)
    image.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('[data-photo-list] img').naturalWidth > 0")
    assert (photos.get().task_id, photos.get().received_by.number) == (task.pk, person)
    page.locator("[data-photo-remove] button").click()
    expect(image).to_have_count(0)
    assert not photos.exists()
    assert page.url.endswith(f"/tasks/{task.pk}/"), "the form is still open"
