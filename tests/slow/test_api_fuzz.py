"""Schemathesis against our own OpenAPI document: never a 500, and every answer is as the document says.

Half of the requests are valid by the document, half are spoilt on purpose; numbers of real records are put into
half of the addresses. Each request is taken back, so that all of them meet the same world.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from knox.models import AuthToken
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bizexpansion.models import Case
from crm.org.enums import Role
from crm.wsgi import application
from customers.book.enums import ContactPurpose
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.book import make_hv_account, make_instrument_transformer, make_meter, make_section
from tests.factories.org import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = 20
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request over WSGI would close the connection, and the transaction of the test with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world() -> dict[str, Any]:
    """A whole account, a case on its way, devices; and the token of somebody with every role."""
    now = timezone.now()
    walk = Walk(make_people(), now - timedelta(hours=1), SIMPLE)
    walk.accept()
    yq = walk.company.tree["YQ"]
    account = make_hv_account(yq)
    everything = make_staff("F001", walk.company.tree["MKT"], *Role)
    return {
        "authorization": f"Token {AuthToken.objects.create(user=everything)[1]}",
        "account_number": account.account_number,
        "customer_number": account.customer.customer_number,
        "case_number": Case.objects.get(pk=walk.case.pk).case_number,
        "asset_number": [make_meter(yq).asset_number, make_instrument_transformer(yq).asset_number],
        "number": make_section(yq).number,
        "purpose": ContactPurpose.ELECTRICAL,
        "id": walk.task("dispatch_survey").pk,
    }


def test_no_request_breaks_the_api(world: dict[str, Any]) -> None:
    headers = {"Authorization": world["authorization"]}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application, headers=headers)
    failures: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
            try:
                fuzz(operation, mode, world)
            except (Exception, BaseExceptionGroup) as failure:
                failures.append(f"{operation.label} {mode}: {failure!r:.3000}")
    assert not failures, "\n\n".join(failures)


def fuzz(operation: Any, mode: GenerationMode, world: dict[str, Any]) -> None:
    """Send many requests to one operation."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans(), any_tag=st.booleans())
    def run(case: Any, real: bool, any_tag: bool) -> None:
        if real:
            for name in case.path_parameters or {}:
                known = world.get(name)
                case.path_parameters[name] = known[0] if isinstance(known, list) else known
        case.headers = {**(case.headers or {}), "Authorization": world["authorization"]}
        if any_tag:
            case.headers["If-Match"] = "*"
        with transaction.atomic():
            answer = case.call()
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    run()
