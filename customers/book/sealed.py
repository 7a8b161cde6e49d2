"""ID numbers at rest: encrypted, with keyed hashes to find them again and the last four characters to show.

Both keys derive from `settings.PII_HASH_KEY`, each for its own purpose (HKDF, RFC 5869). Losing the key
loses the numbers; changing it needs a re-encryption of `book_customer` (docs/operations).
Source: 个人信息保护法 art. 51 (encryption, de-identification).
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

TAIL = 6
"""How many of its last characters find an ID number."""


@dataclass(frozen=True)
class Sealed:
    """What is stored of an ID number: the hashes find it, `last4` shows it, `cipher` gives it back."""

    hash: str = ""
    tail_hash: str = ""
    last4: str = ""
    cipher: str = ""


def seal(number: str) -> Sealed:
    """Encrypt an ID number in its stored form; an empty one gives empty parts."""
    if not number:
        return Sealed()
    cipher = _fernet(settings.PII_HASH_KEY).encrypt(number.encode()).decode()
    return Sealed(hash=hash_of(number), tail_hash=tail_hash_of(number), last4=number[-4:], cipher=cipher)


def unseal(cipher: str) -> str:
    """Decrypt; call it only behind `record_reveal`."""
    return _fernet(settings.PII_HASH_KEY).decrypt(cipher.encode()).decode() if cipher else ""


def hash_of(number: str) -> str:
    """The keyed hash under which an ID number is found (HMAC-SHA-256, hex)."""
    return hmac.digest(_derive(settings.PII_HASH_KEY, b"book id hash"), number.encode(), "sha256").hex()


def tail_hash_of(number: str) -> str:
    """The keyed hash of the last six characters, what people remember of a number; under a key of its own.

    128 bits: a million possible tails need no more, and whoever has the key can try them all anyway.
    """
    key = _derive(settings.PII_HASH_KEY, b"book id tail hash")
    return hmac.digest(key, number[-TAIL:].encode(), "sha256")[:16].hex()


@lru_cache(maxsize=4)
def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derive(secret, b"book id cipher")))


@lru_cache(maxsize=8)
def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
