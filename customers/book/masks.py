"""Personal data as it is shown by default: enough to recognise, too little to misuse.

Practice, UNCONFIRMED as a rule (regulations.md 10.4): name 张*; phone 138****1234; ID 3201**********1234;
address without the house number. Names of organisations are public and stay as they are.
"""

from __future__ import annotations

import re

COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "子车",
        "亓官",
        "司寇",
        "巫马",
        "公西",
        "颛孙",
        "壤驷",
        "公良",
        "漆雕",
        "乐正",
        "宰父",
        "谷梁",
        "拓跋",
        "夹谷",
        "轩辕",
        "令狐",
        "段干",
        "百里",
        "呼延",
        "东郭",
        "南门",
        "羊舌",
        "微生",
        "梁丘",
        "左丘",
        "东门",
        "西门",
        "第五",
    ]
)
_HOUSE_NUMBER = re.compile(
    r"[0-9０-９一二三四五六七八九十百]+(?:[-－][0-9]+)*(?:号|弄|幢|栋|座|单元|室|楼|层|组).*$"
)


def mask_name(name: str) -> str:
    """The surname and one star: 张*, 欧阳*."""
    if not name:
        return ""
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]
    return f"{surname}*"


def mask_phone(phone: str) -> str:
    """138****5678; of a fixed line only the area code and the last two digits."""
    digits = re.sub(r"\D", "", phone)
    if not digits:
        return ""
    if re.fullmatch(r"1\d{10}", digits):
        return f"{digits[:3]}****{digits[-4:]}"
    return f"{digits[:4]}****{digits[-2:]}" if len(digits) > 6 else "****"


def mask_id_number(last4: str) -> str:
    """Of an ID number only its end is kept in clear."""
    return f"**************{last4}" if last4 else ""


def mask_address(address: str) -> str:
    """The street without house number, building and room."""
    return _HOUSE_NUMBER.sub("***", address)
