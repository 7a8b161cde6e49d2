"""Facts and deliveries. A delivery's (fact, handler) is the effect key: the effect exists at most once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Fact(models.Model):
    """Something that happened: a topic, a key that makes it unique, ids of what it speaks of."""

    topic = models.CharField(_("topic"), max_length=80)
    key = models.CharField(_("key"), max_length=200, unique=True)
    payload = models.JSONField(_("payload"), default=dict)
    created_at = models.DateTimeField(_("happened"))

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return self.key


class DeliveryState(models.TextChoices):
    PENDING = "PENDING", _("waiting")
    DELIVERED = "DELIVERED", _("delivered")
    FAILED = "FAILED", _("given up")


class Delivery(models.Model):
    """One fact for one handler. `next_attempt_at` is when it may be tried (again); rows carry the back-off."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("fact"))
    handler = models.CharField(_("handler"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    last_error = models.TextField(_("last error"), blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["fact", "handler"], name="delivery_effect_key")]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], name="delivery_pending", condition=Q(state="PENDING")),
            models.Index(fields=["-id"], name="delivery_undelivered", condition=~Q(state="DELIVERED")),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} → {self.handler}"
