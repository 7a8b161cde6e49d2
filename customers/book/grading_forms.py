"""Forms of the classification of an account: each grade with what it rests on, and the industry."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.web.forms import DayInput, PageForm
from customers.book.enums import GradeSource, Importance, RiskGrade
from customers.book.operations.grading import Decision


class DecisionForm(PageForm):
    """On what a grade rests; `sources` are those that fit the grade."""

    sources: ClassVar[tuple[GradeSource, ...]] = ()
    wide: ClassVar[tuple[str, ...]] = ("reason",)

    source = forms.ChoiceField(label=_("rests on"))
    document = forms.CharField(
        label=_("document"), max_length=60, required=False, help_text=_("number of the list or of the decision")
    )
    reason = forms.CharField(label=_("reason"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(each.value, each.label) for each in self.sources]  # type: ignore[attr-defined]

    @property
    def decision(self) -> Decision:
        """What was typed."""
        data = self.cleaned_data
        return Decision(source=data["source"], document=data["document"], reason=data["reason"])


class ImportanceForm(DecisionForm):
    """特级, 一级, 二级 or 临时性重要用户; a temporary one has a last day."""

    sources = (GradeSource.AUTHORITY_LIST, GradeSource.DECISION, GradeSource.INSPECTION)
    importance = forms.ChoiceField(label=_("importance"), choices=Importance, required=False)
    until = forms.DateField(label=_("last day of a temporary grade"), required=False, widget=DayInput())
    field_order = ("importance", "until", "source", "document", "reason")


class KeyAccountForm(DecisionForm):
    """大客户 or not."""

    sources = (GradeSource.CAPACITY, GradeSource.DECISION)
    is_key = forms.BooleanField(label=_("key account"), required=False)
    field_order = ("is_key", "source", "document", "reason")


class RiskForm(DecisionForm):
    """How likely it is that something goes wrong."""

    sources = (GradeSource.INSPECTION, GradeSource.PAYMENT, GradeSource.COMPLAINT, GradeSource.DECISION)
    risk_grade = forms.ChoiceField(label=_("risk grade"), choices=RiskGrade, required=False)
    field_order = ("risk_grade", "source", "document", "reason")


class IndustryForm(PageForm):
    """The industry by code; the divisions are offered as one types."""

    industry_code = forms.CharField(
        label=_("industry code"),
        max_length=60,
        required=False,
        help_text=_("GB/T 4754-2017: section, division, group or class, such as C, 39 or 3970"),
        widget=forms.TextInput(attrs={"list": "industries", "autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
