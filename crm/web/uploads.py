"""Files that people hand in: judged by their content, kept outside the web root, served only as downloads.

    stored = store_upload(form.cleaned_data["paper"], field="paper")     # raises InvalidInput
    Document(path=stored.path, name=stored.name, size=stored.size, kind=stored.kind, sha256=stored.sha256)
    return serve_stored(document.path, name=document.name, kind=document.kind)   # after the permission check

`UploadField` in a form makes the same judgement before the operation runs.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any
from uuid import uuid4

import filetype
from django import forms
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from crm.errors import InvalidInput

# What the content must be for each ending. Active content (HTML, SVG, macros, programs) is in no row.
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: dict[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "docx": _WORD,
    "xlsx": _SHEET,
}
_OFFICE = {"word/": _WORD, "xl/": _SHEET}
_HEAD_BYTES = 8192
_STORED_PATH = re.compile(r"[0-9]{4}/[0-9]{2}/[0-9a-f]{32}\.[a-z]{3,4}")


@dataclass(frozen=True)
class StoredUpload:
    """Where a file lies and what it is. `name` is the sender's, for people; `path` is ours, without meaning."""

    path: str
    name: str
    size: int
    kind: str
    sha256: str


def check_upload(file: UploadedFile, *, field: str = "file") -> str:
    """The kind (media type) of an acceptable file. Raises InvalidInput at `field`, naming the file.

    Refused: nothing in it, more than UPLOAD_MAX_BYTES (20 MB), an ending or a content that is not on the
    list, and an ending that lies about the content.
    """
    name, size = file.name or "", file.size or 0
    ending = PurePath(name).suffix.lower().lstrip(".")
    values = {"name": name, "limit": filesizeformat(settings.UPLOAD_MAX_BYTES), "size": filesizeformat(size)}
    if size == 0:
        raise InvalidInput({field: _("“%(name)s” is empty.") % values})
    if size > settings.UPLOAD_MAX_BYTES:
        raise InvalidInput({field: _("“%(name)s” has %(size)s; at most %(limit)s are accepted.") % values})
    if ending not in KINDS:
        raise InvalidInput(
            {field: _("“%(name)s” cannot be accepted. Hand in PDF, JPG, PNG, HEIC, DOCX or XLSX.") % values}
        )
    if _kind_of(file) != KINDS[ending]:
        raise InvalidInput({field: _("What is in “%(name)s” does not fit its ending. Save it anew.") % values})
    return KINDS[ending]


def store_upload(file: UploadedFile, *, field: str = "file", folder: str) -> StoredUpload:
    """Check the file and keep it under a generated name; `folder` is `YYYY/MM`. Raises InvalidInput.

    Call it inside the operation that writes the row: a file whose row is rolled back stays behind unseen,
    which is better than a row without its file.
    """
    kind = check_upload(file, field=field)
    ending = PurePath(file.name or "").suffix.lower()
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    path = _storage().save(f"{folder}/{uuid4().hex}{ending}", file)
    return StoredUpload(
        path=path, name=_clean(file.name or ""), size=file.size or 0, kind=kind, sha256=digest.hexdigest()
    )


def show_stored(path: str) -> FileResponse:
    """Show a picture that we have drawn ourselves (a thumbnail) in the page. The caller has checked that the person
    may see it. Raises Http404 for anything but a stored JPEG."""
    storage = _storage()
    if not _STORED_PATH.fullmatch(path) or not path.endswith(".jpg") or not storage.exists(path):
        raise Http404
    response = FileResponse(storage.open(path), content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def forget_stored(*paths: str) -> None:
    """Delete stored files whose rows are gone; call it when the transaction is through."""
    for path in paths:
        if _STORED_PATH.fullmatch(path):
            _storage().delete(path)


def serve_stored(path: str, *, name: str, kind: str) -> FileResponse:
    """Send a stored file as a download. The caller has checked that the person may see it.

    Raises Http404 for a path that `store_upload` has not made or that is gone.
    """
    storage = _storage()
    if not _STORED_PATH.fullmatch(path) or not storage.exists(path):
        raise Http404
    response = FileResponse(storage.open(path), as_attachment=True, filename=name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response


class UploadField(forms.FileField):
    """A file of an accepted kind and size."""

    widget = forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in KINDS)})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, judged by its content."""
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            try:
                check_upload(file)
            except InvalidInput as refusal:
                raise forms.ValidationError(refusal.errors["file"], code="upload") from refusal
        return file


def _storage() -> FileSystemStorage:
    return FileSystemStorage(location=settings.MEDIA_ROOT)


def _kind_of(file: UploadedFile) -> str:
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        kind = _office_kind(file)
        file.seek(0)
        return kind
    guess = filetype.guess(head)
    return "" if guess is None else str(guess.mime)


def _office_kind(file: IO[bytes]) -> str:
    """Which office document a zip is; macros make it none."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    if "[Content_Types].xml" not in names or any(name.endswith(".bin") and "vba" in name.lower() for name in names):
        return ""
    return next((kind for prefix, kind in _OFFICE.items() if any(name.startswith(prefix) for name in names)), "")


def _clean(name: str) -> str:
    """The last part of the name without control characters, at most 120 characters."""
    last = PurePath(name.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f]", "", last)[-120:]
