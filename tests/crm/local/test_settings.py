"""Settings from the environment: a bad value stops the start with a word about it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from crm.local.places import PROJECT


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"HTTPS": "1"}, "SECRET_KEY must be set when HTTPS is 1"),
        ({"DATABASE_POOLED": "yes"}, "DATABASE_POOLED must be 0 or 1, not 'yes'"),
        ({"DATABASE_URL": "mysql://crm@127.0.0.1/crm"}, "DATABASE_URL must look like postgres://"),
    ],
)
def test_a_bad_value_stops_the_start(variables: dict[str, str], word: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"} | variables
    command = [sys.executable, "-c", "import django; django.setup()"]
    started = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert started.returncode != 0
    assert word in started.stderr


def test_this_process_has_redis_keys_of_its_own() -> None:
    """The settings were read after the root conftest.py had named the keys, in a worker of xdist too."""
    assert settings.REDIS_PREFIX == os.environ["REDIS_PREFIX"] != ""
    assert settings.CACHES["default"]["KEY_PREFIX"] == settings.REDIS_PREFIX
