"""Entity tags: what a caller has seen, and whether that still stands (RFC 9110, 8.8.3 and 13.1; RFC 6585, 3).

A tag is `"<version>-<digest>"`. The version is the record's own count of changes; the digest is of the answer as
it was written down, so that two answers with one tag are the same byte for byte (a strong validator). Reading
compares the whole tag (`If-None-Match`, 304). Writing compares the version alone (`If-Match`, 412): the language
of the reader, or a clock beside the record that went on ticking, is no change that a write could overwrite.

Django's `condition` decorator and drf-extensions' ETag classes were weighed and left: both answer 412 with an
empty body where the caller needs the state that now stands, neither knows 428, and neither sees a change that
comes between the check and the lock of the operation.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from crm.errors import DomainError

_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_TAG_LIST = re.compile(rf"[ \t]*,*[ \t]*{_TAG}(?:[ \t]*,[ \t]*(?:{_TAG})?)*[ \t]*")


class PreconditionRequired(DomainError):
    """The record has versions and the caller does not say which one was seen."""

    code = "if_match_required"
    status = 428
    message = _("Say with If-Match which version of the record you have seen.")


class MalformedCondition(DomainError):
    """A header of conditions that is none."""

    code = "condition_malformed"
    status = 400
    message = _("This is neither * nor a list of entity tags.")


class PreconditionFailed(DomainError):
    """The record is no longer what the caller has seen; `details` is how it stands now, `etag` its tag."""

    code = "stale"
    status = 412
    message = _("This record was changed by somebody else in the meantime.")

    def __init__(self, current: Any, etag: str) -> None:
        self.etag = etag
        super().__init__(details=current)


class AlreadyThere(DomainError):
    """The caller wants to create (`If-None-Match: *`) what is there already."""

    code = "already_there"
    status = 412
    message = _("There is such a record already.")


def tag_of(version: int, data: Any) -> str:
    """The tag of an answer: `data` is what the serializer made."""
    digest = hashlib.sha256(JSONRenderer().render(data)).hexdigest()
    return f'"{version}-{digest[:24]}"'


def tags_in(request: Request, header: str) -> list[str] | None:
    """The tags of a header, `["*"]` for any, None without it. Raises MalformedCondition."""
    value = request.headers.get(header)
    if value is None:
        return None
    if value.strip() == "*":
        return ["*"]
    if not _TAG_LIST.fullmatch(value):
        raise MalformedCondition(field=header)
    return re.findall(_TAG, value)


def is_unchanged(request: Request, tag: str) -> bool:
    """Whether the caller's copy is still good (`If-None-Match`; weak comparison, as for every read)."""
    tags = tags_in(request, "If-None-Match")
    return tags is not None and ("*" in tags or tag in {one.removeprefix("W/") for one in tags})


def is_seen(request: Request, version: int) -> bool:
    """Whether `If-Match` names this version. Raises PreconditionRequired, MalformedCondition.

    Strong comparison: a weak tag never matches.
    """
    tags = tags_in(request, "If-Match")
    if tags is None:
        raise PreconditionRequired(field="If-Match")
    return "*" in tags or any(tag.startswith(f'"{version}-') for tag in tags)
