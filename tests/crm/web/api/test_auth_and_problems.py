"""Signing in to the API, and the one shape of its errors."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from crm.org.enums import Role
from tests.factories.org import PASSWORD, make_company, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return make_staff("95001", make_company()["95598"], Role.CALL_AGENT)


def sign_in(client: Client, password: str = PASSWORD, number: str = "95001"):
    return client.post("/api/v1/token/", {"number": number, "password": password}, content_type="application/json")


def test_a_token_is_given_once_and_kept_as_a_hash(client, agent) -> None:
    answer = sign_in(client)
    assert answer.status_code == 201
    token = answer.json()["token"]
    stored = AuthToken.objects.get(user=agent)
    assert token not in (stored.digest, stored.token_key)
    assert client.get("/api/v1/schema/", headers={"authorization": f"Token {token}"}).status_code == 200


def test_a_token_ends_with_sign_out_and_with_time(client, agent) -> None:
    header = {"authorization": f"Token {sign_in(client).json()['token']}"}
    assert client.delete("/api/v1/token/", headers=header).status_code == 204
    assert client.get("/api/v1/schema/", headers=header).status_code == 401
    header = {"authorization": f"Token {sign_in(client).json()['token']}"}
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/schema/", headers=header).status_code == 401


def test_a_wrong_password_is_a_problem_document_in_chinese(client, agent) -> None:
    answer = sign_in(client, "wrong")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json() == {
        "type": "urn:crm:problem:wrong_credentials",
        "title": "Unauthorized",
        "status": 401,
        "detail": "工号或密码不正确。",
        "code": "wrong_credentials",
        "errors": [],
    }


def test_five_failures_lock_the_person_even_with_the_right_password(client, agent) -> None:
    for _ in range(4):
        assert sign_in(client, "wrong").json()["code"] == "wrong_credentials"
    assert sign_in(client, "wrong").json()["code"] == "locked_out"
    answer = sign_in(client)
    assert (answer.status_code, answer.json()["code"]) == (429, "locked_out")


def test_missing_fields_are_named(client, agent) -> None:
    answer = client.post("/api/v1/token/", {}, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert {error["field"] for error in answer.json()["errors"]} == {"number", "password"}


@pytest.mark.parametrize("body", ["{", "[]", '"x"', '{"number": {"a": 1}}'])
def test_nonsense_is_refused_not_crashed(client, agent, body: str) -> None:
    answer = client.post("/api/v1/token/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_an_english_console_gets_english(client, agent) -> None:
    answer = client.post(
        "/api/v1/token/",
        {"number": "95001", "password": "wrong"},
        content_type="application/json",
        headers={"accept-language": "en"},
    )
    assert answer.json()["detail"] == "The staff number or the password is wrong."


def test_swagger_ui_is_served_from_here_and_only_to_staff(client, agent) -> None:
    assert client.get("/api/v1/docs/").status_code == 401
    client.force_login(agent)
    page = client.get("/api/v1/docs/").content.decode()
    assert "http://" not in page
    assert "https://" not in page
    assert "<style" not in page


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/accounts/abc/", "/api/v2/", "/api/"])
def test_an_address_that_leads_nowhere_is_a_problem_document_too(client, agent, path: str) -> None:
    client.force_login(agent)
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


def test_a_request_that_is_too_large_is_told_in_the_same_form(client, agent) -> None:
    client.force_login(agent)
    answer = client.post("/api/v1/search/", b"", content_type="application/json", CONTENT_LENGTH=str(2**30))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_an_error_of_ours_tells_nothing_of_its_cause(client, agent, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError("secret")

    monkeypatch.setattr("crm.web.api.search.find", fail)
    client.force_login(agent)
    client.raise_request_exception = False
    answer = client.post("/api/v1/search/", {"q": "x"}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in answer.content.decode()
