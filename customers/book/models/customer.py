"""Who: the customer before the law, and the people to talk to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.org.permissions import scope_of
from crm.org.scope import ScopedManager, ScopedQuerySet
from crm.web.masks import mask_name, mask_phone
from customers.book.enums import ContactPurpose, CustomerKind, IdKind
from customers.book.validators import validate_phone

if TYPE_CHECKING:
    from customers.book.models.account import SupplyAccount


class CustomerQuerySet(ScopedQuerySet["Customer"]):
    """A customer has no department of its own: whoever sees one of its accounts sees the customer.

    A merged customer has no account any more: what is left of it is seen through the customer that stayed.
    """

    def restrict(self, user: Any, permission: str) -> Self:
        """Customers with an account in a department where `user` may do `permission`."""
        scope = scope_of(user, permission)
        if scope.everywhere:
            return self.filter(merged_into__isnull=True)
        if not scope:
            return self.none()
        accounts = self.model._meta.get_field("accounts").related_model
        mine = accounts._base_manager.filter(
            customer_id=OuterRef("pk"), department_id__in=sorted(scope.departments)
        )
        return self.filter(Exists(mine))


class Customer(models.Model):
    """客户 C_CUST: a legal person or a household; has one or more supply accounts.

    The ID number is never stored in clear: `id_hash` finds it, `id_tail_hash` finds it by its last six
    characters, `id_last4` shows it, `id_cipher` gives it back (see `sealed.py`). Departments kept their own
    books, so two customers may have the same number; the list of duplicates shows them.

    `merged_into` is the customer that this one turned out to be, always the last one of a chain: it has no
    accounts any more and keeps its values as they were.
    """

    customer_number = models.CharField(_("customer number"), max_length=16, unique=True)
    name = models.CharField(_("customer name"), max_length=120)
    kind = models.CharField(_("kind of customer"), max_length=12, choices=CustomerKind)
    id_kind = models.CharField(_("kind of ID document"), max_length=12, choices=IdKind, default="", blank=True)
    id_hash = models.CharField(_("ID number, hash"), max_length=64, blank=True, default="")
    id_last4 = models.CharField(_("ID number, last four"), max_length=4, blank=True, default="")
    id_tail_hash = models.CharField(_("ID number, hash of the last six"), max_length=32, blank=True, default="")
    id_cipher = models.TextField(_("ID number, encrypted"), blank=True, default="")
    registered_address = models.CharField(_("registered address"), max_length=200, blank=True, default="")
    mailing_address = models.CharField(_("mailing address"), max_length=200, blank=True, default="")
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_customers",
        verbose_name=_("merged into"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created"))

    objects = models.Manager.from_queryset(CustomerQuerySet)()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.CheckConstraint(
                condition=Q(id_hash="", id_last4="", id_cipher="") | (~Q(id_hash="") & ~Q(id_kind="")),
                name="customer_id_number_whole",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="customer_merged_into_another"
            ),
        ]
        indexes = [
            models.Index(fields=["id_kind", "id_hash"], name="customer_id_number", condition=~Q(id_hash="")),
            models.Index(fields=["id_tail_hash"], name="customer_id_tail_hash", condition=~Q(id_tail_hash="")),
        ]

    def __str__(self) -> str:
        return self.customer_number

    focus: SupplyAccount | None = None
    """The account that the customer page shows now; set by its view, read by `crm.registries.CustomerBlock`s."""

    @property
    def is_person(self) -> bool:
        """Names and addresses of persons are personal data; those of organisations are public."""
        return self.kind == CustomerKind.PERSON

    @property
    def masked_name(self) -> str:
        """The name as it is shown by default."""
        return mask_name(self.name) if self.is_person else self.name

    @property
    def masked_id_number(self) -> str:
        """The ID number as it is shown by default: its end, for no more is kept in clear."""
        return "*" * 14 + self.id_last4 if self.id_last4 else ""


class ContactPerson(models.Model):
    """联系人 of an account, one for each purpose (210003)."""

    department_lookup = "account__department_id"

    account = models.ForeignKey(
        "book.SupplyAccount", on_delete=models.CASCADE, related_name="contacts", verbose_name=_("supply account")
    )
    purpose = models.CharField(_("contact purpose"), max_length=12, choices=ContactPurpose)
    name = models.CharField(_("contact name"), max_length=60)
    phone = models.CharField(_("contact phone"), max_length=30, validators=[validate_phone])
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        constraints = [
            models.UniqueConstraint(fields=["account", "purpose"], name="contact_once_per_purpose"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(phone=""), name="contact_complete"),
        ]
        indexes = [models.Index(fields=["phone"], name="contact_phone")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.purpose}"

    @property
    def masked_name(self) -> str:
        """The name as it is shown by default."""
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        """The phone as it is shown by default."""
        return mask_phone(self.phone)
