"""The form of the one signature of a transfer between homes (211, streamlined)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.merged import MergedForm, Part
from bizexpansion.models import ContractDraft, ContractEnding, ContractSigning
from crm.web.forms import Section


class SignTransferForm(MergedForm):
    """S05, A16 and A28: the contract of the new holder, and the end of the old one."""

    parts = (
        Part("contract", ContractDraft, ("valid_from", "valid_until", "ownership_boundary")),
        Part("ending", ContractEnding, ("ends_on", "notice_number")),
    )
    sections = (
        Section(
            _("Contract with the new holder"),
            ("contract_valid_from", "contract_valid_until", "contract_ownership_boundary"),
            _("The contract is the standard text."),
        ),
        Section(_("Signature"), ("signed_on", "customer_signatory", "utility_signatory")),
        Section(_("Contract with the old holder"), ("ending_ends_on", "ending_notice_number")),
        Section(_("Opinion"), ("note",)),
    )
    wide = ("contract_ownership_boundary", "note")

    class Meta:
        model = ContractSigning
        fields: ClassVar[Any] = ["signed_on", "customer_signatory", "utility_signatory", "note"]

    def narrow(self) -> None:
        """Signed today, for us by whoever sits at the counter."""
        super().narrow()
        self.initial.setdefault("signed_on", localdate())
        if self.user is not None:
            self.initial.setdefault("utility_signatory", self.user.name)
