"""Formats of numbers that people type: refused here with a sentence, held again by the database where stored.

Every function returns the number in its stored form (no spaces, capital letters) or raises ValidationError.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError as NumberError
from stdnum.iso7064 import mod_11_10

ACCOUNT_NUMBER = r"^32\d{8}$"
"""户号: 10 digits, 32 (Jiangsu), a serial of 7 digits, an ISO 7064 MOD 11,10 check digit.

UNCONFIRMED: the real company's rule must be asked for. The database checks the shape only, so that numbers
taken over from an older system may lack the check digit."""

METER_ASSET_NUMBER = r"^\d{22}$"
"""Bar code of a meter or instrument transformer: 22 digits. UNCONFIRMED (Q/GDW practice)."""

MOBILE_PHONE = r"^1[3-9][0-9]{9}$"
FIXED_PHONE = r"^0[0-9]{2,3}-?[2-9][0-9]{6,7}(-[0-9]{1,6})?$"
SERVICE_PHONE = r"^([48]00-?[0-9]{3}-?[0-9]{4}|95[0-9]{3,4})$"
"""A number reached at one price from everywhere: 400-820-8820, 800…, 95598."""

PHONE_PATTERNS = (MOBILE_PHONE, FIXED_PHONE, SERVICE_PHONE)

UNLIKELY_PHONE = r"([0-9])\1{7}$|-([0-9])\2{6}$|^13800138000$"
"""A number in a good form that was typed to fill the field: it ends in eight equal digits (13800000000) or is a
whole fixed line of equal digits, or is the operator's own specimen. Accepted everywhere, and a finding of the
book's quality. Written so that Python and PostgreSQL read it alike."""

PLACEHOLDER_NAME = "^(无|暂无|没有|未知|不详|不明|空户|待定|待补|测试|用户|客户|姓名|[xX*?？]+|[0-9 .-]+)$"
"""What stands where a name should be."""

ID_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""The first two digits of an identity card (GB/T 2260; 83: mainland residence permit of Taiwan)."""

CAPACITY_MAX_KVA = Decimal(1_000_000)

_SPACES = re.compile(r"[\s\u3000]+")


def clean_account_number(value: str) -> str:
    """The account number 户号, its check digit verified."""
    number = _SPACES.sub("", value)
    if not re.match(ACCOUNT_NUMBER, number):
        raise ValidationError(_("An account number has 10 digits and begins with 32."), code="account_number")
    if not mod_11_10.is_valid(number):
        raise ValidationError(
            _("This account number has a typing error: its last digit does not fit."), code="account_number_check"
        )
    return number


def clean_asset_number(value: str) -> str:
    """The 22-digit bar code of a metering device."""
    number = _SPACES.sub("", value)
    if not re.match(METER_ASSET_NUMBER, number):
        raise ValidationError(_("An asset number has 22 digits."), code="asset_number")
    return number


def clean_phone(value: str) -> str:
    """A mainland mobile number, a fixed line with area code and optional extension, or 400, 800, 95xxx."""
    number = _SPACES.sub("", unicodedata.normalize("NFKC", value))
    if number.startswith("+86"):
        number = number[3:].lstrip("-")
    if re.match(MOBILE_PHONE, number.replace("-", "")):
        return number.replace("-", "")
    if re.match(FIXED_PHONE, number) or re.match(SERVICE_PHONE, number):
        return number
    raise ValidationError(
        _("Enter a mobile number of 11 digits, or a fixed line with area code such as 0512-68251234."), code="phone"
    )


def clean_id_card(value: str, *, today: date | None = None) -> str:
    """A resident identity card number of 18 characters with its check digit (GB 11643-1999).

    Of the region only the province is checked: regions are dissolved, their numbers stay.
    """
    number = _SPACES.sub("", value).upper()
    error = ValidationError(_("This is not a valid identity card number."), code="id_card")
    if not re.match(r"^\d{17}[\dX]$", number, re.ASCII) or not ID_PROVINCES.match(number):
        raise error
    try:
        born = ric.get_birth_date(number)
    except NumberError:
        raise error from None
    if ric.calc_check_digit(number) != number[-1] or born.year < 1850 or (today and born > today):
        raise error
    return number


def clean_credit_code(value: str) -> str:
    """A unified social credit code 统一社会信用代码 of 18 characters with its check digit (GB 32100-2015)."""
    number = _SPACES.sub("", value).upper()
    try:
        return uscc.validate(number)
    except NumberError:
        raise ValidationError(_("This is not a valid unified social credit code."), code="credit_code") from None


def validate_account_number(value: str) -> None:
    """Django validator form of `clean_account_number`."""
    clean_account_number(value)


def validate_asset_number(value: str) -> None:
    """Django validator form of `clean_asset_number`."""
    clean_asset_number(value)


def validate_phone(value: str) -> None:
    """Django validator form of `clean_phone`."""
    clean_phone(value)


def validate_capacity(value: Decimal) -> None:
    """A capacity in kVA: more than zero, at most 1,000,000."""
    if not Decimal(0) < value <= CAPACITY_MAX_KVA:
        raise ValidationError(
            _("A capacity lies between 0 and %(maximum)s kVA."),
            code="capacity",
            params={"maximum": f"{CAPACITY_MAX_KVA:,.0f}"},
        )
