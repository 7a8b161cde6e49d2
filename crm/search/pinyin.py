"""With which letters the pinyin of a character can begin, as a surname and elsewhere.

pypinyin reads characters, not names: as surnames 曾 单 仇 覃 解 区 查 come out wrong (mozillazg/python-pinyin#297).
So every reading counts, and for surnames those besides that only surnames have.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from pypinyin.constants import PINYIN_DICT

SURNAME_LETTERS = {
    "万": "wm", "不": "f", "乐": "ly", "乜": "n", "仇": "q", "任": "r", "佴": "n", "冯": "f", "冼": "x", "区": "o",
    "单": "s", "占": "z", "句": "g", "召": "s", "叶": "y", "员": "y", "宓": "mf", "尉": "wy", "尹": "y", "盖": "g",
    "折": "s", "撒": "s", "晁": "c", "曾": "z", "朴": "p", "查": "z", "柏": "b", "洗": "x", "澹": "t", "牟": "m",
    "种": "c", "秘": "b", "能": "n", "祭": "z", "缪": "m", "繁": "p", "纪": "j", "翟": "z", "莘": "s", "葛": "g",
    "褚": "c", "覃": "qt", "解": "x", "谌": "cs", "贲": "b", "贾": "j", "车": "c", "适": "k", "逄": "p", "那": "n",
    "郇": "xh", "郗": "xc", "都": "d", "钭": "t", "长": "z", "阚": "k", "隗": "wk", "黑": "h", "沈": "s", "相": "x",
}  # fmt: skip
"""Surnames with a reading of their own, or one that comes first as a surname."""

_HAN = range(0x3400, 0xA000)


def readings() -> Iterator[tuple[str, str, str]]:
    """(character, letters anywhere, letters as a surname), the commonest letter first, each letter once.

    Anywhere but in a surname the two commonest are enough: the third is archaic.
    """
    for code, syllables in PINYIN_DICT.items():
        if code in _HAN:
            character = chr(code)
            letters = _once(_letter(syllable) for syllable in syllables.split(","))
            yield character, letters[:2], _once(SURNAME_LETTERS.get(character, "") + letters)


def _letter(syllable: str) -> str:
    """The first letter of a syllable, without its tone."""
    return unicodedata.normalize("NFD", syllable)[0].lower()


def _once(letters: Iterator[str] | str) -> str:
    return "".join(letter for letter in dict.fromkeys(letters) if letter.isascii() and letter.isalpha())
