"""Codes of metering (words of ours; an outer interface maps them)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReadingQuality(models.TextChoices):
    """What is known of a reading. A missing reading has no row: a gap is never a zero."""

    GOOD = "G", _("good")
    CONSTANT = "C", _("suspect: the whole series never changes")


class ReadingType(models.TextChoices):
    """Types of readings, code list 050010 (D): only the one that this system makes itself."""

    CHANGE_SETTLEMENT = "05", _("change-settlement reading")


class BatchState(models.TextChoices):
    RUNNING = "RUNNING", _("running")
    DONE = "DONE", _("done")
    FAILED = "FAILED", _("failed")


class EntryKind(models.TextChoices):
    """What an entry of the account ledger stands for."""

    BILL = "BILL", _("electricity bill")
    FEE = "FEE", _("business fee")
    ADJUSTMENT = "ADJUST", _("back-billing or allowance")
    LATE_CHARGE = "LATE", _("late-payment charge")
    PAYMENT = "PAYMENT", pgettext_lazy("entry", "payment")
    REFUND = "REFUND", _("refund")
    TRANSFER = "TRANSFER", _("transfer between accounts")
    REVERSAL = "REVERSAL", _("reversal")
    BAD_DEBT = "BADDEBT", _("written off as a bad debt")

    @classmethod
    def debits(cls) -> list[EntryKind]:
        """Kinds that only ever make the customer owe more."""
        return [cls.BILL, cls.FEE, cls.LATE_CHARGE, cls.REFUND]

    @classmethod
    def credits(cls) -> list[EntryKind]:
        """Kinds that only ever make the customer owe less."""
        return [cls.PAYMENT, cls.BAD_DEBT]

    @classmethod
    def either(cls) -> list[EntryKind]:
        """Kinds that go both ways."""
        return [cls.ADJUSTMENT, cls.TRANSFER, cls.REVERSAL]

    @classmethod
    def charges(cls) -> list[EntryKind]:
        """Kinds that, as a debit, the customer is asked to pay by a day."""
        return [cls.BILL, cls.FEE, cls.ADJUSTMENT, cls.LATE_CHARGE, cls.TRANSFER]


class PaymentMethod(models.TextChoices):
    """How money changes hands (PAY_MODE: 坐收, 代收, 代扣, 托收, 自助, 网站; words of ours)."""

    CASH = "CASH", _("cash")
    CARD = "CARD", _("card")
    MOBILE = "MOBILE", _("mobile payment")
    TRANSFER = "TRANSFER", _("bank transfer")
    DEBIT = "DEBIT", _("direct debit")
    AGENT = "AGENT", _("collecting agent")
