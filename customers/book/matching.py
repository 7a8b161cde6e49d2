"""The forms in which names and addresses are compared to find one customer written down twice.

Pure functions: a page can show the form beside the text, so that a person sees why two records were put together.
Forms are wide on purpose (a place in the name of a firm, the district of an address say little once the other
part agrees); who merges looks at both records.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import md5
from uuid import UUID

from crm.search.normal import normal
from customers.book.merging import KeyKind

_PLACES = "中国|江苏省|江苏|苏州市|苏州|姑苏区|姑苏|园区|高新区"
_IN_BRACKETS = re.compile(rf"[(\[{{〔【]({_PLACES})[)\]}}〕】]")
_LEADING_PLACE = re.compile(rf"^({_PLACES})+")
_LEGAL_FORM = re.compile("有限责任公司|有限公司|责任公司")
"""股份有限公司 keeps 股份: it is another form of firm. 分公司 and 集团 stay: they are other firms."""

_SHORTEST_NAME = 2
_DASHES = re.compile("[-‐-―−－～〜~#＃]+")
# Districts that were merged into 姑苏区 in 2012 stand in older records.
_ADDRESS_PREFIX = re.compile(
    "^(中华人民共和国|中国|江苏省|江苏|苏州市|苏州|姑苏区|沧浪区|平江区|金阊区|虎丘区|高新区|吴中区|相城区|吴江区|"
    "工业园区|园区|[\u4e00-\u9fa5]{2,4}街道)+"
)
_UNIT = re.compile("([0-9a-z])(号楼|号院|号|幢|栋|单元|室|座|楼|层|弄)")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE_NUMBER = re.compile("[〇零一二三四五六七八九]+(?=号|幢|栋|单元|室|座|楼|层|弄)")


def name_form(name: str) -> str:
    """`苏州博远精密电子有限公司`, `博远精密电子（苏州）有限责任公司` -> `博远精密电子`; a person's name as it is.

    Full-width forms, spaces and punctuation go (Unicode NFKC), then the place in brackets or in front and the
    legal form of the firm. Where nothing would be left, they stay.
    """
    plain = normal(_IN_BRACKETS.sub("", unicodedata.normalize("NFKC", name)))
    bare = _LEADING_PLACE.sub("", _LEGAL_FORM.sub("", plain))
    return bare if len(bare) >= _SHORTEST_NAME else plain


def address_form(address: str) -> str:
    """`江苏省苏州市姑苏区平江路１８号3幢401室` -> `平江路18-3-401`: province, city, district and words of units go.

    Numbers stay apart, so that 1 号 23 室 and 12 号 3 室 differ.
    """
    text = unicodedata.normalize("NFKC", address).lower()
    text = _CHINESE_NUMBER.sub(lambda found: found[0].translate(_CHINESE_DIGITS), text)
    parts = [normal(part) for part in _DASHES.split(text)]
    text = _ADDRESS_PREFIX.sub("", "-".join(part for part in parts if part))
    text = _UNIT.sub(r"\1-", text)
    text = re.sub("-+", "-", text).strip("-")
    return re.sub("(?<![0-9a-z])-|-(?![0-9a-z])", "", text)


def keys(name: str, addresses: Iterable[str], id_hashes: Iterable[str]) -> set[tuple[str, UUID]]:
    """Under which keys a customer is compared: one for each ID number, one for its name with each address.

    Two customers that share a key are possible duplicates. The keys say nothing to who reads them.
    """
    found = {(KeyKind.ID_NUMBER.value, _key(id_hash)) for id_hash in id_hashes if id_hash}
    form = name_form(name)
    for place in {address_form(address) for address in addresses}:
        if place and len(form) >= _SHORTEST_NAME:
            found.add((KeyKind.NAME_ADDRESS.value, _key(f"{form}\n{place}")))
    return found


def _key(text: str) -> UUID:
    return UUID(bytes=md5(text.encode(), usedforsecurity=False).digest())
