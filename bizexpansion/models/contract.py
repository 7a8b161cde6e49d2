"""The supply contract on its way: draft (S05), review (S06), signature (A16), file (S07)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import ContractText
from bizexpansion.models.records import StepRecord
from customers.book.enums import ContractAttachment, ContractType


class ContractDraft(StepRecord):
    """S05: what the contract will say."""

    ahead = ("valid_until",)

    kind = models.CharField(_("type of contract"), max_length=2, choices=ContractType)
    text_form = models.CharField(
        _("form of the text"), max_length=10, choices=ContractText, default=ContractText.STANDARD
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    ownership_boundary = models.CharField(_("boundary of ownership"), max_length=300)
    attachments = ArrayField(
        models.CharField(max_length=20, choices=ContractAttachment), verbose_name=_("attachments"), default=list
    )
    special_terms = models.TextField(_("special terms"), blank=True, max_length=2000)

    class Meta(StepRecord.Meta):
        verbose_name = _("contract draft")
        verbose_name_plural = _("contract drafts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("valid_from")), name="contract_draft_period"
            )
        ]

    def clean(self) -> None:
        """The contract ends after it begins. Raises ValidationError by field."""
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValidationError({"valid_until": _("The contract must end after it begins.")})


class ContractReview(StepRecord):
    """S06: the reviewer lets the draft go out or sends it back."""

    passed = models.BooleanField(_("passed"))

    class Meta(StepRecord.Meta):
        verbose_name = _("contract review")
        verbose_name_plural = _("contract reviews")


class ContractSigning(StepRecord):
    """A16: both sides have signed."""

    past = ("signed_on",)

    contract_number = models.CharField(_("contract number"), max_length=20, blank=True, editable=False)
    signed_on = models.DateField(_("signed on"))
    customer_signatory = models.CharField(_("signed for the customer by"), max_length=60)
    utility_signatory = models.CharField(_("signed for us by"), max_length=60)
    personal = frozenset({"customer_signatory"})

    class Meta(StepRecord.Meta):
        verbose_name = _("signing of the contract")
        verbose_name_plural = _("signings of contracts")


class ContractFiling(StepRecord):
    """S07: the signed contract is filed."""

    file_number = models.CharField(_("file number"), max_length=30)
    shelf = models.CharField(_("place of storage"), max_length=60)
    copies = models.PositiveSmallIntegerField(_("copies"), default=2)

    class Meta(StepRecord.Meta):
        verbose_name = _("filing of the contract")
        verbose_name_plural = _("filings of contracts")
