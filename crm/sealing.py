"""Keys for what is kept encrypted or hashed: one secret, one key for each purpose.

All keys derive from `settings.PII_HASH_KEY` (HKDF, RFC 5869). Losing it loses what was sealed; changing it needs
a re-encryption (docs/operations.md). Source: 个人信息保护法 art. 51 (encryption, de-identification).
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def key_for(purpose: bytes) -> bytes:
    """The 32 bytes that belong to one purpose, for HMAC."""
    return _derive(settings.PII_HASH_KEY, purpose)


def cipher_for(purpose: bytes) -> Fernet:
    """The cipher that belongs to one purpose: AES-128-CBC with HMAC-SHA-256 (Fernet)."""
    return _cipher(settings.PII_HASH_KEY, purpose)


@lru_cache(maxsize=8)
def _cipher(secret: str, purpose: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derive(secret, purpose)))


@lru_cache(maxsize=16)
def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
