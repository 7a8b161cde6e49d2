"""A web server of its own for the measurement, and one person who is signed in to it."""

import http.client
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from crm.local.ports import LOOPBACK, answers, choose_port
from crm.local.processes import Child
from crm.local.run import gunicorn
from crm.org.models import Staff

START_SECONDS = 60
STOP_SECONDS = 10
# Any 32 characters: the check is that cookie and header agree.
TOKEN = "b" * 32
TAGS = re.compile(r"<[a-z][^>]*hx-trigger[^>]*>")
GETS = re.compile(r'hx-get="([^"]+)"')
LOADS = re.compile(r'hx-trigger="[^"]*\bload\b')


@dataclass
class Visitor:
    """One signed-in person with one kept connection, as a browser behind a proxy has."""

    connection: http.client.HTTPConnection
    cookie: str

    def visit(
        self, address: str, form: dict[str, str] | None, *, is_typed: bool = False
    ) -> tuple[int, bytes, float]:
        """Ask for a page, or send a form, by htmx as somebody types; return status, content and seconds."""
        headers = {"Cookie": self.cookie, "Accept-Language": "zh-Hans", "X-CSRFToken": TOKEN}
        if is_typed:
            headers["HX-Request"] = "true"
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        begun = time.perf_counter()
        try:
            self.connection.request("POST" if body else "GET", address, body, headers)
            answer = self.connection.getresponse()
        except ConnectionError:  # the server waits a few seconds for a next request, or begins a new worker
            self.connection.close()
            begun = time.perf_counter()
            self.connection.request("POST" if body else "GET", address, body, headers)
            answer = self.connection.getresponse()
        content = answer.read()
        return answer.status, content, time.perf_counter() - begun

    def loaded_by(self, content: bytes, known: Sequence[str]) -> list[str]:
        """What a page fetches by itself as soon as it stands, but for what is `known` already."""
        found = []
        for tag in TAGS.findall(content.decode()):
            address = GETS.search(tag)
            if address and LOADS.search(tag):
                found.append(unescape(address.group(1)))
        return [one for one in found if one not in known]


@contextmanager
def web_server() -> Iterator[int]:
    """Start the web server as ``make run`` does, on a port of its own; yield the port."""
    port = choose_port(None)
    child = Child("The web server", gunicorn(port))
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            if child.exit_code() is not None or time.monotonic() > deadline:
                raise SystemExit("the web server did not start")
            time.sleep(0.05)
        yield port
    finally:
        child.ask_to_end()
        child.wait(STOP_SECONDS)


def sign_in(port: int, person: Staff) -> Visitor:
    """Sign a person in without the form, which is not what is measured."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=60)
    return Visitor(connection, f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}")
