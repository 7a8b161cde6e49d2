"""The quick choice is Django's own, drawn without templates."""

from __future__ import annotations

import pytest
from django import forms
from django.test.utils import override_settings
from django.utils.translation import gettext_lazy

from crm.web.forms import QuickSelect

CHOICES = [("", "---"), ("1", gettext_lazy("Mine")), (2, '<b> & "two"')]


@pytest.mark.parametrize("value", [None, "", "1", 2, "2", "9"])
@override_settings(LANGUAGE_CODE="en")
def test_it_looks_like_djangos(value: object) -> None:
    def parts(widget: type[forms.Select]) -> str:
        drawn = widget(attrs={"class": "wide"}, choices=CHOICES).render("desk", value, {"id": "id_desk"})
        return "".join(line.strip() for line in drawn.splitlines())

    assert parts(QuickSelect) == parts(forms.Select)
