"""One contact with a customer, on whatever channel; who was asked first owns it until it is answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.org.models import Department, Staff
from crm.org.scope import ScopedManager
from crm.web.masks import mask_name
from customers.book.models import SupplyAccount
from customers.interactions.enums import ContactChannel, Direction, InteractionState, Purpose


class Interaction(models.Model):
    """接触记录. `owner` is responsible (首问负责): whoever was asked first, until it is handed over.

    The business department is that of the account when the contact was recorded. `token` is the form's own
    number: sent twice, a form is one contact.
    """

    account = models.ForeignKey(
        SupplyAccount, on_delete=models.PROTECT, related_name="interactions", verbose_name=_("supply account")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    token = models.UUIDField(_("token of the form"), unique=True)
    channel = models.CharField(_("channel"), max_length=6, choices=ContactChannel)
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, default=Direction.INBOUND)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    text = models.CharField(_("what it was about"), max_length=1000)
    contact_name = models.CharField(_("who spoke for the customer"), max_length=60, blank=True, default="")
    taken_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("contact", "taken by")
    )
    taken_at = models.DateTimeField(_("taken at"))
    owner = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="interactions", verbose_name=_("responsible")
    )
    state = models.CharField(pgettext_lazy("contact", "state"), max_length=8, choices=InteractionState)
    due_on = models.DateField(_("answer until"), null=True, blank=True)
    answer = models.CharField(pgettext_lazy("contact", "answer"), max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("contact with a customer")
        verbose_name_plural = _("contacts with customers")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="interaction_says_something"),
            models.CheckConstraint(
                condition=Q(state=InteractionState.ANSWERED, answered_at__isnull=False)
                | ~Q(state=InteractionState.ANSWERED) & Q(answered_at__isnull=True, answer=""),
                name="interaction_answered_at_fits_state",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-taken_at", "-id"], name="interaction_of_account"),
            models.Index(
                fields=["owner", "due_on", "id"],
                name="interaction_open",
                condition=~Q(state=InteractionState.ANSWERED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.channel} #{self.pk}"

    @property
    def is_open(self) -> bool:
        """Not answered yet."""
        return self.state != InteractionState.ANSWERED

    @property
    def masked_contact(self) -> str:
        """Who spoke, as it is shown by default."""
        return mask_name(self.contact_name) if self.contact_name else ""
