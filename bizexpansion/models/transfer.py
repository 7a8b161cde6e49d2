"""Another holder of the account: transfer (211)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import CreditGoes, TransferGround
from bizexpansion.models.asking import ChangeApplication, Rows
from bizexpansion.models.records import Row
from customers.book.enums import ContactPurpose, CustomerKind, IdKind
from customers.book.validators import validate_phone

LATEST_TRANSFER = timedelta(days=60)


class AccountTransfer(ChangeApplication):
    """211 过户: the account goes over to another person or organisation; address, capacity and class stay.

    `new_customer` is who was found, or written down, by the ID number at the counter; the number itself is sealed
    with the customer. On `transfer_on` the special reading is made, the old contract ends and the new one begins.
    """

    forms = ("accept_transfer",)
    ahead = ("transfer_on",)
    personal = ChangeApplication.personal | {"new_name", "new_mailing_address"}

    ground = models.CharField(_("ground of the transfer"), max_length=12, choices=TransferGround)
    new_kind = models.CharField(_("kind of new holder"), max_length=12, choices=CustomerKind)
    new_name = models.CharField(_("name of the new holder"), max_length=120)
    new_id_kind = models.CharField(_("document of the new holder"), max_length=12, choices=IdKind)
    new_mailing_address = models.CharField(_("mailing address of the new holder"), max_length=200, blank=True)
    property_number = models.CharField(_("number of the title or lease"), max_length=60)
    transfer_on = models.DateField(_("transferred on"))
    credit_goes = models.CharField(
        _("credit of the old holder"), max_length=8, choices=CreditGoes, default=CreditGoes.OLD
    )
    new_customer = models.ForeignKey(
        "book.Customer",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("new holder"),
    )

    class Meta(ChangeApplication.Meta):
        verbose_name = _("application for a transfer")
        verbose_name_plural = _("applications for a transfer")

    def named_day(self) -> date | None:
        """The day of the transfer: of the special reading and of the new contract."""
        return self.transfer_on

    def clean(self) -> None:
        """A name, and a document that fits the kind of holder. Raises ValidationError by field."""
        self.new_name = " ".join(self.new_name.split())
        if self.new_kind == CustomerKind.ORGANISATION and self.new_id_kind == IdKind.ID_CARD:
            raise ValidationError({"new_id_kind": _("An organisation has no identity card.")})

    def check_rows(self, rows: Rows, now: datetime) -> dict[str, list[str]]:
        """Somebody can be reached about the bills of the new holder; the day is near."""
        errors = super().check_rows(rows, now)
        errors |= self.check_wish("transfer_on", now, LATEST_TRANSFER)
        purposes = [row.purpose for row in rows.get("contacts", ()) if isinstance(row, TransferContact)]
        if ContactPurpose.ACCOUNTS not in purposes:
            errors["contacts"] = [gettext("Name whom to ask about the bills of the new holder.")]
        if len(set(purposes)) != len(purposes):
            errors["contacts"] = [gettext("Name one person for each purpose.")]
        return errors


class TransferContact(Row):
    """A person of the new holder who may be asked."""

    personal = frozenset({"name", "phone"})

    application = models.ForeignKey(
        AccountTransfer, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("application")
    )
    purpose = models.CharField(_("asked about"), max_length=12, choices=ContactPurpose)
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("telephone"), max_length=20, validators=[validate_phone])

    class Meta(Row.Meta):
        verbose_name = _("contact person of the new holder")
        verbose_name_plural = _("contact persons of the new holder")
        constraints = [models.UniqueConstraint(fields=["application", "purpose"], name="transfer_contact_once")]
