"""Forms of the end of supply, for good (216) or for a time (208, 209)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import ClosingGround
from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import StepForm
from bizexpansion.models import AccountClosing, ClosingCheck, RefitCheck, Reinstallation, TemporaryRemoval
from crm.web.forms import Section


class ClosingForm(ChangeForm):
    """A01 of 216."""

    sections = (
        ChangeForm.about,
        Section(_("Closing"), ("ground", "proof_number", "wanted_on", "reason")),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )

    class Meta:
        model = AccountClosing
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "ground", "proof_number", "wanted_on", "reason",
            "identity_checked", "breaches_checked", "note",
        ]  # fmt: skip


class ClosingCheckForm(StepForm):
    """A02 of 216."""

    wide = ("refusal_reason", "note")

    class Meta:
        model = ClosingCheck
        fields: ClassVar[Any] = [
            "surveyor", "second_surveyor", "checked_on", "is_in_use", "notice_on", "notice_place", "is_possible",
            "refusal_reason", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Surveyors of the department; a public notice only for an idle account."""
        self.offer_people("check_closing", "surveyor", "second_surveyor")
        asked = AccountClosing.objects.filter(case=self.case).first() if self.case else None
        if asked is not None and asked.ground != ClosingGround.IDLE:
            del self.fields["notice_on"], self.fields["notice_place"]


class TemporaryRemovalForm(ChangeForm):
    """A01 of 208."""

    sections = (
        ChangeForm.about,
        Section(_("Temporary removal"), ("back_on", "reason")),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )

    class Meta:
        model = TemporaryRemoval
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "back_on", "reason", "identity_checked", "breaches_checked",
            "note",
        ]  # fmt: skip


class ReinstallationForm(ChangeForm):
    """A01 of 209."""

    sections = (
        ChangeForm.about,
        Section(_("Re-installation"), ("wanted_on", "reason")),
        ChangeForm.checked,
    )

    class Meta:
        model = Reinstallation
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "wanted_on", "reason", "identity_checked", "note",
        ]  # fmt: skip


class RefitCheckForm(StepForm):
    """A02 of 209."""

    wide = ("refusal_reason", "note")

    class Meta:
        model = RefitCheck
        fields: ClassVar[Any] = [
            "surveyor", "second_surveyor", "checked_on", "is_place_fit", "is_fee_due", "needs_terminal",
            "is_possible", "refusal_reason", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Surveyors of the department."""
        self.offer_people("check_refit", "surveyor", "second_surveyor")
