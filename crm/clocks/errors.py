"""What the operations on clocks refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from crm.errors import DomainError


class NoClockRule(DomainError):
    """No rule in force fits: the promise cannot be watched, so the work must not begin unseen."""

    code = "no_clock_rule"
    message = _("No time limit is in force for this kind of application. Ask the system administrator to add one.")


class ClockEnded(DomainError):
    """The clock was stopped, cancelled or handed over before."""

    code = "clock_ended"
    message = _("This clock has already ended.")


class PauseNotAllowed(DomainError):
    """The rule does not let this reason stop the time."""

    code = "pause_not_allowed"
    message = _("The rule of this time limit does not allow a pause for this reason.")


class ClockKeyTaken(DomainError):
    """The key already names a clock of another rule."""

    code = "clock_key_taken"
    message = _("Another time limit already bears this key.")


class ClockGoesBack(DomainError):
    """The moment lies before the last change of the clock."""

    code = "clock_goes_back"
    message = _("This moment lies before the last change of the time limit.")
