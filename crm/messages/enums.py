from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    SMS = "SMS", _("SMS")
    EMAIL = "EMAIL", _("e-mail")


class MessageState(models.TextChoices):
    QUEUED = "QUEUED", _("waiting to be sent")
    SENT = "SENT", _("sent")
