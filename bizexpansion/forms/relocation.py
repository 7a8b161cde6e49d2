"""Forms of a relocation (207)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm, SurveyForm
from bizexpansion.models import Relocation, Survey
from crm.web.forms import Section
from customers.book.forms.details import address_attributes
from customers.book.models import SupplyAccount


class RelocationForm(ChangeForm):
    """A01 of 207: where to."""

    sections = (
        ChangeForm.about,
        Section(_("New place"), ("new_district", "new_address", "is_on_supply_point", "wanted_on", "reason")),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )
    wide = ("new_address", "reason", "note")

    class Meta:
        model = Relocation
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "new_district", "new_address", "is_on_supply_point",
            "wanted_on", "reason", "identity_checked", "breaches_checked", "note",
        ]  # fmt: skip

    @staticmethod
    def known_of(account: SupplyAccount) -> dict[str, Any]:
        """Most move within their district."""
        return {**ChangeForm.known_of(account), "new_district": account.district_id}

    def narrow(self) -> None:
        """An address asks whether it lies in its district."""
        super().narrow()
        self.fields["new_address"].widget.attrs |= address_attributes("[name=new_district]")
        self.fields["new_district"].widget.attrs |= address_attributes("[name=new_address]")
        self.fields["new_address"].help_text = _("With the street or town.")

    def _post_clean(self) -> None:
        """The account belongs to the record before it is checked."""
        account = self.cleaned_data.get("account")
        if account is not None:
            self.instance.account = account
        super()._post_clean()


class RelocationSurveyForm(SurveyForm):
    """A02 of 207: whether the new place is on the original supply point, and what is there."""

    sections = (
        SurveyForm.sections[0],
        Section(
            _("Result"),
            (
                "is_original_point",
                "can_supply",
                "refusal_reason",
                "approved_capacity",
                "voltage",
                "source_count",
                "importance",
                "project_flag",
            ),
        ),
        *SurveyForm.sections[2:],
    )

    class Meta(SurveyForm.Meta):
        model = Survey
        exclude: ClassVar[Any] = ["case", "task", "recorded_by", "recorded_at", "transfer_kind"]
