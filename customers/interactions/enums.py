"""Channels, directions, purposes and states of a contact (words of ours)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ContactChannel(models.TextChoices):
    HALL = "HALL", _("business hall")
    PHONE = "PHONE", pgettext_lazy("channel", "phone")
    VISIT = "VISIT", pgettext_lazy("channel", "visit")
    WEB = "WEB", _("web")
    SMS = "SMS", _("SMS")
    WECHAT = "WECHAT", _("WeChat")
    EMAIL = "EMAIL", _("e-mail")


class Direction(models.TextChoices):
    INBOUND = "IN", _("the customer came to us")
    OUTBOUND = "OUT", _("we went to the customer")


class Purpose(models.TextChoices):
    BUSINESS = "BUSINESS", _("an application")
    BILL = "BILL", pgettext_lazy("purpose", "bills and payment")
    SUPPLY = "SUPPLY", _("supply and outages")
    METERING = "METERING", _("meter and readings")
    ADVICE = "ADVICE", _("advice")
    OTHER = "OTHER", pgettext_lazy("purpose", "other")


class InteractionState(models.TextChoices):
    OPEN = "OPEN", pgettext_lazy("contact", "open")
    HANDED_OVER = "HANDED", pgettext_lazy("contact", "handed over")
    ANSWERED = "ANSWERED", pgettext_lazy("contact", "answered")
