"""Temporary supply: what is paid in advance without a meter (106, 107), its extension (107) and its end (108)."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import EndGround, MaterialKind
from bizexpansion.models.asking import ChangeApplication
from bizexpansion.models.capacity import CheckedOnSite
from bizexpansion.models.records import StepRecord, capacity_field, daily_hours_field
from crm.org.scope import ScopedManager
from customers.book.enums import ContractOperation


class Prepayment(StepRecord):
    """A06 without a meter: declared capacity x hours x days, and what it costs. Void once the step is undone.

    From the day `starts_on` to the day `ends_on`, both included. Capacity kVA, taken as load; energy kWh; the price
    yuan/kWh. Source: workflows.md 4, 106 (K).
    """

    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    capacity = capacity_field(_("declared capacity (kVA)"), editable=False)
    daily_hours = daily_hours_field(editable=False)
    unit_price = models.DecimalField(
        _("price (yuan/kWh)"),
        max_digits=8,
        decimal_places=4,
        validators=[MinValueValidator(Decimal("0.0001")), MaxValueValidator(Decimal(100))],
    )
    standard = models.CharField(_("charging standard"), max_length=120)
    energy = models.DecimalField(_("energy (kWh)"), max_digits=14, decimal_places=2, editable=False)
    amount = models.DecimalField(_("amount (yuan)"), max_digits=14, decimal_places=2, editable=False)
    voided_at = models.DateTimeField(_("void since"), null=True, editable=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("prepaid use without a meter")
        verbose_name_plural = _("prepaid uses without a meter")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="prepayment_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0, energy__gt=0), name="prepayment_positive"),
        ]


class TemporaryExtension(ChangeApplication):
    """107 无表临时用电延期: until when, and why."""

    forms = ("accept_extension",)
    contract_operation = ContractOperation.RENEWAL

    temporary_until = models.DateField(_("new last day"))

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application to extend a temporary supply")
        verbose_name_plural = _("applications to extend a temporary supply")


class TemporaryEnd(ChangeApplication):
    """108 无表临时用电终止: asked for by the customer, or because the term is over (T13)."""

    forms = ("accept_temporary_end",)

    ground = models.CharField(_("ground of the end"), max_length=8, choices=EndGround, default=EndGround.WISH)

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application to end a temporary supply")
        verbose_name_plural = _("applications to end a temporary supply")


class UnmeteredCheck(CheckedOnSite):
    """A02 of 107 and 108: which load is drawn without a meter, and whether the limiter is as it was sealed."""

    load_found = models.DecimalField(
        _("load found (kVA)"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    limiter_intact = models.BooleanField(_("limiter and seal as they were"), default=False)
    customer_met = models.BooleanField(_("the customer was met"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("site check of a supply without a meter")
        verbose_name_plural = _("site checks of supplies without a meter")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(surveyor=models.F("second_surveyor")),
                name="unmetered_check_needs_two_people",
            )
        ]


class TemporaryRenewal(models.Model):
    """装表临时用电续签: a metered temporary supply is granted longer, its contract renewed (040002, 03).

    It has no code of its own among the 34 (workflows.md 1.3): the account keeps supply and meter, only its last day
    and its contract move. `approved_by` has agreed to more than the standard term (1996 art. 12). A last day is
    granted once.
    """

    department_lookup = "account__department_id"
    personal = frozenset({"asked_by"})

    account = models.ForeignKey(
        "book.SupplyAccount",
        on_delete=models.PROTECT,
        related_name="temporary_renewals",
        verbose_name=_("supply account"),
    )
    ended_before = models.DateField(_("was granted until"))
    granted_until = models.DateField(_("new last day"))
    asked_by = models.CharField(_("asked for by"), max_length=60)
    reason = models.CharField(_("reason"), max_length=500)
    identity_checked = models.BooleanField(_("identity and application form checked"))
    papers = ArrayField(
        models.CharField(max_length=8),
        default=list,
        verbose_name=_("papers handed in"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    contract = models.OneToOneField(
        "book.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("renewed contract")
    )
    utility_signatory = models.CharField(_("signed for us by"), max_length=60)
    renewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("renewed by")
    )
    renewed_at = models.DateTimeField(_("renewed at"))

    objects = ScopedManager["TemporaryRenewal"]()

    class Meta:
        verbose_name = _("renewal of a temporary supply")
        verbose_name_plural = _("renewals of temporary supplies")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "granted_until"], name="temporary_renewal_once"),
            models.CheckConstraint(
                condition=models.Q(granted_until__gt=models.F("ended_before")), name="temporary_renewal_is_longer"
            ),
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("renewed_by")), name="temporary_renewal_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.granted_until}"


class RenewalPaper(models.Model):
    """The file of a paper that was handed in for a renewal; a paper may be there on paper only."""

    department_lookup = "renewal__account__department_id"

    renewal = models.ForeignKey(
        TemporaryRenewal, on_delete=models.PROTECT, related_name="files", verbose_name=_("renewal")
    )
    kind = models.CharField(_("kind of paper"), max_length=8, choices=MaterialKind)
    path = models.CharField(_("where the file lies"), max_length=100, editable=False)
    file_name = models.CharField(_("name of the file"), max_length=120, editable=False)
    content_type = models.CharField(_("type of the file"), max_length=80, editable=False)
    size = models.PositiveIntegerField(_("size (bytes)"), editable=False)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, editable=False)

    objects = ScopedManager["RenewalPaper"]()

    class Meta:
        verbose_name = _("file of a renewal")
        verbose_name_plural = _("files of renewals")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["renewal", "kind"], name="renewal_paper_once")]

    def __str__(self) -> str:
        return f"{self.renewal_id} {self.kind}"
