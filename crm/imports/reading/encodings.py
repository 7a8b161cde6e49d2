"""Which encoding a text file has: UTF-8, UTF-8 with BOM or GB18030. A mixture is refused, not guessed.

A GB18030 reader takes nearly any bytes, so that a file of both encodings would become nonsense without an
error. Therefore: a file that is not UTF-8 as a whole must not hold a line that can only be UTF-8.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from crm.imports.errors import UnreadableFile
from crm.imports.reading.limits import MAX_LINE_BYTES

UTF8, UTF8_BOM, GB18030 = "UTF-8", "UTF-8 BOM", "GB18030"
CODECS = {UTF8: "utf-8", UTF8_BOM: "utf-8-sig", GB18030: "gb18030"}
CERTAIN_CHARACTERS = 4
"""So many Chinese characters in a row of valid UTF-8 cannot be GB18030 by accident."""


def detect_encoding(path: Path) -> str:
    """The encoding of a text file. Raises UnreadableFile for NUL bytes, UTF-16, a mixture, an endless line."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFile(_("This file is in UTF-16. Save it as CSV UTF-8."))
    certainly_utf8 = certainly_not = 0
    for number, line in enumerate(_lines(path), start=1):
        if b"\x00" in line:
            raise UnreadableFile(_("Line %(line)d holds NUL bytes: this is no text file.") % {"line": number})
        if line.isascii():
            continue
        try:
            characters = line.decode()
        except UnicodeDecodeError:
            certainly_not = certainly_not or number
            _require_gb18030(line, number)
        else:
            if not certainly_utf8 and _is_certain(characters):
                certainly_utf8 = number
        if certainly_utf8 and certainly_not:
            raise UnreadableFile(
                _("This file mixes encodings: line %(a)d is UTF-8, line %(b)d is not. Save it anew as CSV UTF-8.")
                % {"a": certainly_utf8, "b": certainly_not}
            )
    if certainly_not:
        return GB18030
    return UTF8_BOM if head.startswith(codecs.BOM_UTF8) else UTF8


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_LINE_BYTES):
            number += 1
            if len(line) == MAX_LINE_BYTES:
                raise UnreadableFile(_("Line %(line)d is too long to be a row of a list.") % {"line": number})
            yield line


def _is_certain(characters: str) -> bool:
    return sum("\u4e00" <= character <= "\u9fff" for character in characters) >= CERTAIN_CHARACTERS


def _require_gb18030(line: bytes, number: int) -> None:
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        raise UnreadableFile(
            _("Line %(line)d is neither UTF-8 nor GB18030. Save the file anew as CSV UTF-8.") % {"line": number}
        ) from None
