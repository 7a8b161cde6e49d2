"""What the operations of business expansion refuse, each with a stable code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from crm.errors import DomainError, NotPermitted


class TaskNotOpen(DomainError):
    """The step was done, returned or cancelled meanwhile; `details` say by whom, when and how."""

    code = "task_not_open"
    message = _("This step is no longer open.")


class CaseNotOpen(DomainError):
    """The case is closed or was aborted."""

    code = "case_not_open"
    message = _("This case has ended.")


class CaseSuspended(DomainError):
    """The case is suspended: resume it first."""

    code = "case_suspended"
    message = _("This case is suspended. Resume it first.")


class HeldByOther(DomainError):
    """The task is assigned to somebody else."""

    code = "held_by_other"
    message = _("This task is assigned to somebody else. Ask for a transfer.")


class SamePerson(NotPermitted):
    """Separation of duties: one person may not do both steps (workflows.md 2.2)."""

    code = "same_person"
    message = _("You did the step before: somebody else must do this one.")


class AccountHasOpenCase(DomainError):
    """Another case is open on the account (precondition P1)."""

    code = "account_has_open_case"
    message = _("Another case is open on this account.")


class NotReturnable(DomainError):
    """The step cannot be sent back to, or taken back."""

    code = "not_returnable"
    message = _("The case cannot go back there.")


class CaseSealed(DomainError):
    """The data are in the book: nothing can be undone any more."""

    code = "case_sealed"
    message = _("The data are in the book already; nothing can be undone.")


class NotMigratable(DomainError):
    """The case stands where the other version of its flow has no place for it; `details["why"]` says what."""

    code = "not_migratable"
    message = _("The case cannot go on in that version of its flow.")


class PlanLapsed(DomainError):
    """The replied plan has lapsed (T12): what the customer brings comes too late; `details` say since when."""

    code = "plan_lapsed"
    message = _("The supply plan has lapsed: abort the case, or plan anew.")


class PapersMissing(DomainError):
    """Papers that bar the step are missing; `details["missing"]` lists their kinds."""

    code = "papers_missing"
    status = 422
    message = _("Papers are missing. Hand out the one-time notice.")


class NotReady(DomainError):
    """Something that the step needs is not there yet."""

    code = "not_ready"
    message = _("Something that this step needs is not there yet.")


class PreconditionUnmet(DomainError):
    """Something that the rules ask for before does not hold; `details["rules"]` lists their codes."""

    code = "precondition_unmet"
    message = _("A precondition does not hold.")


class NotSettled(DomainError):
    """Money is left on an account that is to be closed; `details`: account_number, balance in yuan."""

    code = "not_settled"
    message = _("Money is left on this account: settle it, or refund it, before it is closed.")
