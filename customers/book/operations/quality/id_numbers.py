"""Judge ID numbers that nobody has judged yet: unsealed in memory, only the verdict is kept.

Every entry point (counter, import, API) refuses a wrong number; this finds those that came in another way, by COPY
from an older system or before a rule was made. One verdict for each hash: a changed number is judged anew, an
unchanged one never again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from customers.book.enums import IdKind
from customers.book.models import IdCheck
from customers.book.sealed import unseal
from customers.book.validators import clean_credit_code, clean_id_card

JUDGED = (IdKind.ID_CARD, IdKind.CREDIT_CODE)
"""Documents whose number carries a check digit."""

_UNCHECKED = """
SELECT DISTINCT c.id, c.id_kind, c.id_hash, c.id_cipher
  FROM book_supplyaccount a JOIN book_customer c ON c.id = a.customer_id
 WHERE a.id = ANY(%s) AND c.id_hash <> '' AND c.id_kind = ANY(%s)
   AND NOT EXISTS (SELECT FROM book_idcheck k WHERE k.customer_id = c.id AND k.id_hash = c.id_hash)
 ORDER BY c.id
"""


def check_id_numbers(account_ids: Sequence[int], *, now: datetime) -> int:
    """Judge the numbers of these accounts' customers that have no verdict; return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_UNCHECKED, [list(account_ids), [str(kind) for kind in JUDGED]])
        rows = cursor.fetchall()
    today = timezone.localdate(now)
    IdCheck.objects.bulk_create(
        [
            IdCheck(customer_id=pk, id_hash=id_hash, problem=_problem(kind, cipher, today), checked_at=now)
            for pk, kind, id_hash, cipher in rows
        ],
        update_conflicts=True,
        unique_fields=["customer_id"],
        update_fields=["id_hash", "problem", "checked_at"],
        batch_size=2000,
    )
    return len(rows)


def _problem(kind: str, cipher: str, today: date) -> str:
    """`FORM` for a number that its own check refuses, `SEALED` for one that cannot be opened, empty if good."""
    try:
        number = unseal(cipher)
        if kind == IdKind.ID_CARD:
            clean_id_card(number, today=today)
        else:
            clean_credit_code(number)
    except InvalidToken:
        return "SEALED"
    except ValidationError:
        return "FORM"
    return ""
