"""The closed vocabularies of clocks; stored codes are stable, labels are for people."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from crm.wording import enumerated


class LimitUnit(TextChoices):
    """What a limit counts."""

    WORKING_DAYS = "WORKING_DAYS", _("working days")
    CALENDAR_DAYS = "CALENDAR_DAYS", _("calendar days")
    MONTHS = "MONTHS", _("months")
    HOURS = "HOURS", _("hours")
    MINUTES = "MINUTES", _("minutes")
    WORKING_HOURS = "WORKING_HOURS", _("working hours")


class DayEnd(TextChoices):
    """When the last day of a limit in days or months ends (民法典 art. 203 para. 2)."""

    CLOSE_OF_BUSINESS = "CLOSE_OF_BUSINESS", _("close of business")
    END_OF_DAY = "END_OF_DAY", _("end of the day (24:00)")
    START_OF_DAY = "START_OF_DAY", _("beginning of the day (0:00)")


class RuleKind(TextChoices):
    """What a limit binds: the law, the company's public promise, or its own target."""

    STATUTORY = "STATUTORY", _("statutory limit")
    PROMISED = "PROMISED", _("public promise")
    INTERNAL = "INTERNAL", _("internal target")


class ClockState(TextChoices):
    """Where a clock stands. STOPPED, CANCELLED and HANDED_OVER are final."""

    RUNNING = "RUNNING", _("running")
    PAUSED = "PAUSED", _("paused")
    STOPPED = "STOPPED", _("stopped")
    CANCELLED = "CANCELLED", _("cancelled")
    HANDED_OVER = "HANDED_OVER", _("handed over")


class SpanKind(TextChoices):
    """Whether the time of a span counts against us."""

    RUNNING = "RUNNING", _("running")
    PAUSED = "PAUSED", _("paused")


class Holder(TextChoices):
    """Who holds the ball."""

    UTILITY = "UTILITY", _("power company")
    CUSTOMER = "CUSTOMER", _("customer")
    DESIGN_FIRM = "DESIGN_FIRM", _("design firm")
    CONTRACTOR = "CONTRACTOR", _("contractor")
    PERMIT = "PERMIT", _("permit office")
    THIRD_PARTY = "THIRD_PARTY", _("third party")


class PauseReason(TextChoices):
    """Why a clock may stand still; a rule lists those it allows (workflows.md 2, W-states, and 3.1)."""

    FEE = "W1", _("awaiting payment")
    DESIGN = "W2", _("awaiting design documents")
    CONSTRUCTION = "W3", _("under construction")
    RECTIFICATION = "W4", _("awaiting rectification")
    CONSENT = "W5", _("awaiting the customer's answer")
    DOCUMENTS = "W6", _("awaiting missing documents")
    SIGNATURE = "W7", _("awaiting the customer's signature")
    CUSTOMER_HOLD = "CUSTOMER_HOLD", _("on hold at the customer's request")
    FORCE_MAJEURE = "FORCE_MAJEURE", _("force majeure")
    PERMIT = "PERMIT", _("awaiting a public permit")
    ALL_WAIT = "ALL_WAIT", _("every branch waits for the customer")
    STOPPED = "STOPPED", _("taken as done")
    NO_PART_RUNS = "NO_PART_RUNS", _("no part of the total runs")


def reason_words(reason: str) -> str:
    """The words of a pause's reason, or of several joined by `+`; a dash for none."""
    labels = dict(PauseReason.choices)
    return enumerated(str(labels.get(code, code)) for code in reason.split("+")) if reason else "–"


class ShiftCause(TextChoices):
    """Why a deadline moved."""

    PAUSED = "PAUSED", _("paused")
    RESUMED = "RESUMED", _("resumed")
    CALENDAR = "CALENDAR", _("calendar changed")
    AGREED = "AGREED", _("another day was agreed")
    MEMBER = "MEMBER", _("a part of the total moved")
    SWEEP = "SWEEP", _("corrected by the sweep")


class EffectKind(TextChoices):
    """What the sweep records."""

    WARNING = "WARNING", _("due soon")
    BREACH = "BREACH", _("overdue")


class VoltageClass(TextChoices):
    """The supply voltage, as limits distinguish it: one for HIGH holds for both classes above low voltage."""

    LOW = "LV", _("low voltage")
    HIGH = "HV", _("high voltage")
    MEDIUM = "MV", _("10 or 20 kV")
    UPPER = "UV", _("35 kV and above")

    @property
    def within(self) -> tuple[VoltageClass, ...]:
        """The classes whose limits hold for this one."""
        inside_high = self in (VoltageClass.MEDIUM, VoltageClass.UPPER)
        return (self, VoltageClass.HIGH) if inside_high else (self,)
