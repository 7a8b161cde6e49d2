"""What waits and what was given up."""

from __future__ import annotations

from django.db.models import QuerySet

from crm.outbox.models import Delivery, DeliveryState


def undelivered() -> QuerySet[Delivery]:
    """Deliveries that wait or were given up, with their facts; both states are served by partial indexes."""
    return Delivery.objects.exclude(state=DeliveryState.DELIVERED).select_related("fact")
