"""Personal data as everybody may see it; the clear value needs a reason and is logged (`record_reveal`)."""

from __future__ import annotations

STAR = "*"
# Surnames of two characters, so that 欧阳修 becomes 欧阳* and not 欧**.
_DOUBLE_SURNAMES = frozenset(
    ("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "端木", "长孙")
)


def mask_name(name: str) -> str:
    """A person's name: the surname, then one star (`张*`). A firm's name is public: do not mask it."""
    name = name.strip()
    if not name:
        return ""
    surname = name[:2] if name[:2] in _DOUBLE_SURNAMES and len(name) > 2 else name[:1]
    return surname + STAR


def mask_phone(phone: str) -> str:
    """`138****5678`; the area code and the last four digits of a landline; short numbers become stars."""
    phone = phone.strip()
    if len(phone) < 7:
        return STAR * len(phone)
    return phone[:3] + STAR * (len(phone) - 7) + phone[-4:]


def mask_identity(number: str) -> str:
    """Identity card and unified credit code: the first three and the last two characters."""
    return _middle(number, 3, 2)


def mask_bank_account(number: str) -> str:
    """The last four digits."""
    return _middle(number, 0, 4)


def mask_address(address: str) -> str:
    """Up to the road or village; house and room numbers become stars (`姑苏区平江路**`)."""
    address = address.strip()
    for index, character in enumerate(address):
        if character.isdigit():
            return address[:index] + STAR * 2
    return address[: max(6, len(address) // 2)] + (STAR * 2 if len(address) > 6 else "")


def _middle(value: str, head: int, tail: int) -> str:
    value = value.strip()
    if len(value) <= head + tail:
        return STAR * len(value)
    return value[:head] + STAR * (len(value) - head - tail) + value[len(value) - tail :]
