"""Forms of the steps that changes of existing accounts share."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from bizexpansion.flows import get_flow
from bizexpansion.forms.base import StepForm
from bizexpansion.models import ChangeArchive, Decision


class DecisionForm(StepForm):
    """A04: the decisions are the exits of the step in its flow."""

    wide = ("note",)

    outcome = forms.ChoiceField(label=_("decision"), widget=forms.RadioSelect)

    class Meta:
        model = Decision
        fields: ClassVar = ["outcome", "note"]

    def narrow(self) -> None:
        """What the flow lets the step be left by."""
        if self.case is None or self.task is None:
            return
        step = get_flow(self.case.flow_code, self.case.flow_version).steps[self.task.node]
        self.fields["outcome"].choices = [(exit.outcome, exit.label) for exit in step.exits]  # type: ignore[attr-defined]


class ChangeArchiveForm(StepForm):
    """A20 of a change."""

    wide = ("note",)

    class Meta:
        model = ChangeArchive
        fields: ClassVar = ["data_checked", "note"]
