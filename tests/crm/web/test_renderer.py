"""What is drawn in Python looks as the templates draw it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from crm.errors import StaleVersion
from crm.web.forms import DayInput, MomentInput, PageForm
from crm.web.renderer import Renderer


class Sheet(PageForm):
    """A field of each kind, with all that may stand around it."""

    wide = ("firm",)
    firm = forms.CharField(label="<firm>", help_text="as on the <licence>", max_length=20)
    load = forms.DecimalField(required=False, disabled=True, initial="8.50", localize=False)
    kind = forms.ChoiceField(choices=[("", "---"), ("A", [("1", "<one>"), ("2", "two")]), (3, "three")])
    several = forms.MultipleChoiceField(choices=[("1", "one"), ("2", "two")], required=False)
    boxes = forms.MultipleChoiceField(
        choices=[("1", "one"), ("2", "two")], widget=forms.CheckboxSelectMultiple, help_text="all that hold"
    )
    either = forms.ChoiceField(choices=[("y", "yes"), ("n", "no")], widget=forms.RadioSelect, required=False)
    agreed = forms.BooleanField(required=False, label="agreed")
    on = forms.DateField(widget=DayInput, required=False, label="")
    at = forms.DateTimeField(widget=MomentInput(attrs={"class": "narrow", "data-x": 'a"b'}), required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(required=False)
    scan = forms.FileField(widget=forms.FileInput(attrs={"accept": ".pdf"}), required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


TYPED = {
    "firm": '<b>&"', "load": "9", "kind": "2", "several": ["2"], "boxes": ["1"], "either": "n", "agreed": "on",
    "on": "2026-11-22", "at": "2026-11-22T10:00", "note": "a\n<b>", "token": "t",
}  # fmt: skip


def drawn(renderer: Any, make: dict[str, Any], *, is_stale: bool = False) -> str:
    form = Sheet(renderer=renderer, **make)
    if is_stale:
        form.add_refusal(StaleVersion(details={"current": {"firm": "<other>", "note": ""}, "version": 2}))
    text = "".join([*(field.as_field_group() for field in form.visible_fields()), str(form["token"])])
    return re.sub(r"\s*\n\s*", "", re.sub(r">\s+<", "><", text)).replace(" </", "</")


@pytest.mark.parametrize(
    "make",
    [{}, {"initial": TYPED, "known": ["firm"]}, {"data": TYPED}, {"data": {"kind": "9"}}, {"auto_id": False}],
    ids=["empty", "known", "typed", "wrong", "without ids"],
)
def test_it_looks_as_the_templates_draw_it(make: dict[str, Any]) -> None:
    assert drawn(Renderer(), make) == drawn(TemplatesSetting(), make)


def test_what_was_saved_meanwhile_stands_at_its_field() -> None:
    text = drawn(Renderer(), {"data": TYPED}, is_stale=True)
    assert text == drawn(TemplatesSetting(), {"data": TYPED}, is_stale=True)
    assert "&lt;other&gt;" in text
