"""The handed-in file, kept outside the web root under a name without meaning until its batch has ended."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO
from uuid import uuid4

from django.conf import settings

_CHUNK = 1024 * 1024
_STORED = re.compile(r"(imports|exports)/[0-9a-f]{32}\.(csv|txt|xlsx|bin)")


@dataclass(frozen=True)
class StoredFile:
    """Where a file lies (below MEDIA_ROOT) and what it is; `size` in bytes."""

    path: str
    size: int
    sha256: str


def keep_file(file: IO[bytes], *, name: str) -> StoredFile:
    """Copy an open file to its place; the caller judges it afterwards."""
    ending = PurePath(name).suffix.lower()
    path = new_path("imports", ending if ending in (".csv", ".txt", ".xlsx") else ".bin")
    digest, size = hashlib.sha256(), 0
    with place_of(path).open("wb") as target:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return StoredFile(path, size, digest.hexdigest())


def new_path(folder: str, ending: str) -> str:
    """A fresh name in `imports` or `exports`; the folder is made."""
    (Path(settings.MEDIA_ROOT) / folder).mkdir(parents=True, exist_ok=True, mode=0o750)
    return f"{folder}/{uuid4().hex}{ending}"


def place_of(path: str) -> Path:
    """The file on the disk. Raises ValueError for a path that is not ours."""
    if not _STORED.fullmatch(path):
        raise ValueError("not a stored file")
    return Path(settings.MEDIA_ROOT) / path


def drop_file(path: str) -> None:
    """Delete a kept file; gone already: nothing happens."""
    if path:
        place_of(path).unlink(missing_ok=True)


def clean_name(name: str) -> str:
    """The last part of a file's name without control characters, at most 120 characters."""
    return re.sub(r"[\x00-\x1f\x7f]", "", PurePath(name.replace("\\", "/")).name)[-120:] or "-"
