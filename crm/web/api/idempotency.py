"""The same request sent twice acts once: `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07).

The answer is kept in the transaction of the operation itself: either both stand or neither. A second request
with the key waits for the first, then gets the same answer, marked `Idempotency-Replayed: true`. Refusals are not
kept: nothing has happened, and the same key may try again. The packages of this name were weighed and left: they
keep answers in clear, outside the transaction, or refuse a second request that merely came too early.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpResponseBase, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from crm.errors import DomainError
from crm.sealing import cipher_for, key_for
from crm.web.models import KeptAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(hours=72)
"""Over a weekend: a console that was switched off on Friday may ask again on Monday morning."""
PATIENCE_MS = 5000
"""How long a second request waits for the first one."""
KEPT_HEADERS = ("ETag", "Location", "Content-Location")
_PURPOSE = b"api kept answer"
_KEY = re.compile(r'(?:"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))')
_LOCK_NOT_AVAILABLE = "55P03"

Handler = Callable[..., HttpResponseBase]


class MalformedKey(DomainError):
    """The key is empty, too long, or holds what a header may not."""

    code = "idempotency_key_malformed"
    status = 400
    message = _("An idempotency key is 1 to 255 printable ASCII characters.")


class KeyUsedOtherwise(DomainError):
    """The key belongs to another request of the same person."""

    code = "idempotency_key_reused"
    status = 422
    message = _("This idempotency key was used for another request.")


class StillRunning(DomainError):
    """The first request with this key has not ended."""

    code = "request_in_progress"
    message = _("The first request with this idempotency key is still running.")
    retry_after = 1


def key_of(request: Request) -> str | None:
    """The key of a request, quoted (RFC 9651) or bare; None without one. Raises MalformedKey."""
    value = request.headers.get(HEADER)
    if value is None:
        return None
    match = _KEY.fullmatch(value.strip())
    if match is None:
        raise MalformedKey(field=HEADER)
    return match[1] or match[2]


def answer_once(handler: Handler, key: str, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Let `handler` answer, or give the answer that it gave before to the same person, key and request.

    Raises KeyUsedOtherwise, StillRunning, and whatever the handler raises.
    """
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        with _patience():
            kept, is_first = KeptAnswer.objects.get_or_create(
                staff_id=request.user.pk or 0, key=key, defaults={"fingerprint": fingerprint, "at": timezone.now()}
            )
        if not is_first:
            return _replay(kept, fingerprint)
        answer = handler(request, *args, **kwargs)
        if answer.status_code >= 400:
            transaction.set_rollback(True)
        elif isinstance(answer, Response):
            _keep(kept, answer)
        else:  # a file: sent anew each time
            kept.delete()
        return answer


def forget_answers(*, now: datetime) -> int:
    """Delete what nobody will ask for again; returns how many."""
    deleted, _each = KeptAnswer.objects.filter(at__lt=now - KEPT_FOR).delete()
    return deleted


def _keep(kept: KeptAnswer, answer: Response) -> None:
    headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
    whole = JSONRenderer().render({"data": answer.data, "headers": headers})
    kept.status = answer.status_code
    kept.sealed = cipher_for(_PURPOSE).encrypt(whole).decode()
    kept.save(update_fields=["status", "sealed"])


def _replay(kept: KeptAnswer, fingerprint: str) -> Response:
    if not hmac.compare_digest(kept.fingerprint, fingerprint):
        raise KeyUsedOtherwise(field=HEADER)
    whole = json.loads(cipher_for(_PURPOSE).decrypt(kept.sealed.encode()))
    return Response(whole["data"], status=kept.status, headers={**whole["headers"], REPLAYED: "true"})


def _fingerprint(request: Request) -> str:
    """A keyed hash of method, address and content: the content may be personal and easy to guess."""
    parts = [request.method, request.get_full_path(), json.dumps(_content(request.data), sort_keys=True)]
    return hmac.digest(key_for(b"api request fingerprint"), "\n".join(map(str, parts)).encode(), "sha256").hex()


def _content(data: Any) -> Any:
    if not isinstance(data, QueryDict):
        return data
    return {
        name: [_digest(one) if isinstance(one, UploadedFile) else one for one in many]
        for name, many in data.lists()
    }


def _digest(file: UploadedFile) -> list[Any]:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return [file.name, digest.hexdigest()]


@contextmanager
def _patience() -> Iterator[None]:
    """Wait a little while for the other request, not for ever. Raises StillRunning."""
    before = _lock_timeout(f"{PATIENCE_MS}ms")
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise StillRunning from None
    _lock_timeout(before)


def _lock_timeout(value: str) -> str:
    """Set it for this transaction; returns what it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, true)",
            [value],
        )
        return str(cursor.fetchone()[0])
