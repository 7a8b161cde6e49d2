"""A real Chromium on a real server; a page that the content policy complains about fails its test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from crm.local.chromium import launch_options
from crm.org.models import Staff

# Playwright keeps an event loop in this thread; the database is used from the same thread all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Only a failure takes that long; a machine with other work to do may well take more than the usual five seconds.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
_AXE = Path(settings.NODE_MODULES / "axe-core" / "axe.min.js")
_BLOCKED = ("Content Security Policy", "Refused to")

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_options())
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(live_server: Any, browser: Browser) -> Iterator[OpenPage]:
    """`open_page("/floor/", number="1001", size=PHONE)`: a browser of its own, signed in."""
    cache.clear()
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_it(path: str, *, number: str = "", size: Any = DESK, bypass_csp: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport=size, locale="zh-CN", bypass_csp=bypass_csp
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(f"Refused to go on: {error}"))
        if number:
            client = Client()
            client.force_login(Staff.objects.get(number=number))
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert [text for text in complaints if any(word in text for word in _BLOCKED)] == []


def serious_faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical on this page (opened with bypass_csp)."""
    page.evaluate(_AXE.read_text())
    result = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']})")
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:120]}"
        for fault in result["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
