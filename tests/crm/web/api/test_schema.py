"""The OpenAPI document is complete: no warning, no error."""

from io import StringIO

from django.core.management import call_command


def test_the_schema_has_no_warnings() -> None:
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    assert "/api/v1/token/" in out.getvalue()
