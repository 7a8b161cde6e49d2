"""The Makefile where it meets a machine that lacks something."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from crm.local.places import PROJECT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what ``make setup`` reads, and nothing installed."""
    for name in ("Makefile", "package.json", "package-lock.json", "requirements"):
        source = PROJECT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, tmp_path / name)
    return tmp_path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # The tests themselves may run under make, which hands its level and its flags down.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "-C", str(folder), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def python_of(version: str, folder: Path) -> Path:
    """Write a stand-in for a Python of an old version, which this machine need not have."""
    program = folder / f"python{version}"
    minor = version.partition(".")[2]
    program.write_text(
        "#!/bin/sh\n"
        f'case "$2" in *print*) echo {version};; *version_info*) [ {minor} -ge 11 ];; *) echo $@ >> ran;; esac\n'
    )
    program.chmod(0o755)
    return program


def test_make_alone_lists_the_commands(checkout: Path) -> None:
    listed = make(checkout)
    assert listed.returncode == 0
    for name in ("setup", "run", "stop", "test", "test-slow", "lint", "bench", "clean"):
        assert f"  make {name} " in listed.stdout
    assert not (checkout / ".venv").exists()


def test_a_too_old_python_is_told_in_one_line(checkout: Path) -> None:
    old = python_of("3.9", checkout)
    refused = make(checkout, "setup", f"PYTHON={old}")
    assert refused.returncode != 0
    told = [line for line in refused.stderr.splitlines() if not line.startswith("make:")]
    assert told == [f"Python 3.11 or later is needed; found: {old} is 3.9;"]
    assert not (checkout / ".venv").exists()
    assert not (checkout / "ran").exists()


def test_no_python_at_all_is_told_too(checkout: Path) -> None:
    refused = make(checkout, "setup", "PYTHON=no-such-python")
    assert "Python 3.11 or later is needed; found: none" in refused.stderr


def test_cleaning_an_empty_checkout_is_no_error(checkout: Path) -> None:
    assert make(checkout, "clean").returncode == 0
