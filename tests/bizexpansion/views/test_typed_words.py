"""What was typed into a form that came too late is shown in words."""

from django import forms

from bizexpansion.templatetags.bizexpansion import typed_words


class _Form(forms.Form):
    result = forms.ChoiceField(choices=[("SATISFIED", "满意"), ("其他", [("BAD", "不满意")])])
    groups = forms.MultipleChoiceField(choices=[("A", "甲"), ("B", "乙")])
    called_at = forms.DateTimeField()
    checked = forms.BooleanField()
    note = forms.CharField()


def test_codes_are_shown_by_their_names() -> None:
    form = _Form(
        {"result": "BAD", "groups": ["A", "B"], "called_at": "2026-11-23T02:41", "checked": "on", "note": "T恤厂"}
    )
    assert [typed_words(field) for field in form] == ["不满意", "甲、乙", "2026-11-23 02:41", "是", "T恤厂"]
