"""The packaged Chromium shows a page of a server on this machine."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from crm.local.chromium import ARGUMENTS

pytestmark = pytest.mark.browser
PAGE = "<!DOCTYPE html><html lang='zh-Hans'><title>电力营销</title><h1>新装受理</h1><button>派工</button>"


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def address() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_it_renders_chinese_and_takes_a_picture(address: str, browser: Browser) -> None:
    assert "--single-process" not in ARGUMENTS
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    assert page.title() == "电力营销"
    assert page.get_by_role("button", name="派工").is_visible()
    picture = page.screenshot()
    page.close()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 2000
