"""ID numbers at rest: encrypted, with keyed hashes to find them again and the last four characters to show.

Each key is of its own purpose (`crm.sealing`); changing the secret needs a re-encryption of `book_customer`
(docs/operations).
Source: 个人信息保护法 art. 51 (encryption, de-identification).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from crm.sealing import cipher_for, key_for

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
    cipher = cipher_for(b"book id cipher").encrypt(number.encode()).decode()
    return Sealed(hash=hash_of(number), tail_hash=tail_hash_of(number), last4=number[-4:], cipher=cipher)


def unseal(cipher: str) -> str:
    """Decrypt; call it only behind `record_reveal`."""
    return cipher_for(b"book id cipher").decrypt(cipher.encode()).decode() if cipher else ""


def hash_of(number: str) -> str:
    """The keyed hash under which an ID number is found (HMAC-SHA-256, hex)."""
    return hmac.digest(key_for(b"book id hash"), number.encode(), "sha256").hex()


def tail_hash_of(number: str) -> str:
    """The keyed hash of the last six characters, what people remember of a number; under a key of its own.

    128 bits: a million possible tails need no more, and whoever has the key can try them all anyway.
    """
    key = key_for(b"book id tail hash")
    return hmac.digest(key, number[-TAIL:].encode(), "sha256")[:16].hex()
