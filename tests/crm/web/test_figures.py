"""How figures, days, personal data and small tags look."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.utils.translation import override

from crm.web import figures, masks
from crm.web.icons import icon_svg


@pytest.mark.parametrize(
    ("value", "text"),
    [("1204.5", "¥1,204.50"), ("0", "¥0.00"), ("-3", "−¥3.00"), ("0.005", "¥0.01"), (None, "–"), ("", "–")],
)
def test_money_is_yuan_to_the_fen(value: Any, text: str) -> None:
    assert figures.money(Decimal(value) if value else value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(Decimal("630.00"), "630 kVA"), (12480, "12,480 kVA"), (Decimal("0.50"), "0.5 kVA"),
     (Decimal("1E+3"), "1,000 kVA"), (Decimal("-5"), "−5 kVA"), (100, "100 kVA"), (None, "–")],
)  # fmt: skip
def test_quantities_have_separators_and_a_unit(value: Any, text: str) -> None:
    assert figures.quantity(value, "kVA") == text


def test_days_and_moments_are_suzhous() -> None:
    late_on_tuesday_in_london = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    with override("zh-hans"):
        assert figures.moment(late_on_tuesday_in_london) == "2026-11-25 周三 00:30"
        assert figures.day(late_on_tuesday_in_london) == "2026-11-25 周三"
        assert figures.day(date(2026, 11, 29)) == "2026-11-29 周日"
    with override("en"):
        assert figures.moment(late_on_tuesday_in_london) == "2026-11-25 Wed 00:30"
    assert figures.short_moment(late_on_tuesday_in_london) == "11-25 00:30"
    assert figures.clock_time(late_on_tuesday_in_london) == "00:30"
    assert figures.moment(None) == figures.day(None) == "–"


@pytest.mark.parametrize(
    ("mask", "clear", "masked"),
    [
        (masks.mask_name, "张三丰", "张*"),
        (masks.mask_name, "欧阳修", "欧阳*"),
        (masks.mask_name, "", ""),
        (masks.mask_phone, "13812345678", "138****5678"),
        (masks.mask_phone, "0512-68251234", "051******1234"),
        (masks.mask_phone, "110", "***"),
        (masks.mask_identity, "320508199001011234", "320*************34"),
        (masks.mask_identity, "12", "**"),
        (masks.mask_bank_account, "6222021234567890", "************7890"),
        (masks.mask_address, "姑苏区平江路 18 号 3 幢 501 室", "姑苏区平江路 **"),
        (masks.mask_address, "阳澄湖镇澄林村东头第三家", "阳澄湖镇澄林**"),
    ],
)
def test_personal_data_are_masked(mask: Any, clear: str, masked: str) -> None:
    assert mask(clear) == masked


def render(source: str, **context: Any) -> str:
    return Template("{% load crm_web %}" + source).render(Context(context))


def test_a_chip_has_colour_icon_and_word_and_escapes() -> None:
    html = render("{% chip 'late' word %}", word="超期 <1>")
    assert 'class="chip chip-red"' in html
    assert "<svg" in html
    assert "超期 &lt;1&gt;" in html


def test_an_unknown_icon_is_a_mistake() -> None:
    for name in ("no-such-icon", "../filled/bolt"):
        with pytest.raises(ValueError, match="no Tabler icon"):
            icon_svg(name)


def test_the_bar_of_shares_fills_the_whole_without_a_style() -> None:
    html = render("{% share_bar parts 'x' %}", parts=[("us", 11, ""), ("customer", 9, ""), ("third", 2, "")])
    assert 'x="0.00" y="0" width="50.00" height="8" class="share-us"' in html
    assert 'x="50.00" y="0" width="40.91"' in html
    assert "style" not in html
    assert "width" in render("{% share_bar parts 'x' %}", parts=[("us", 0, "")])


def test_a_qr_code_is_a_data_image() -> None:
    assert 'src="data:image/svg+xml' in render("{% qr '261117-0208' %}")
    assert 'alt="261117-0208"' in render("{% qr '261117-0208' %}")
