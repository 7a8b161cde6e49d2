"""The closed vocabularies of business expansion; stored codes are stable, labels are for people.

Codes of two digits or letters are those of the standard code tables (workflows.md, source CT); the class is
named in the docstring.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(TextChoices):
    """Where a case stands as a whole (work order status WKST, with suspension)."""

    IN_PROGRESS = "IN_PROGRESS", _("in progress")
    SUSPENDED = "SUSPENDED", _("suspended")
    CLOSED = "CLOSED", _("closed")
    ABORTED = "ABORTED", _("aborted")


OPEN_STATES = (CaseState.IN_PROGRESS, CaseState.SUSPENDED)


class Profile(TextChoices):
    """How a department handles low-voltage business (workflows.md 2.1, P): step by step, or on one visit."""

    CLASSIC = "classic", _("classic")
    STREAMLINED = "streamlined", _("streamlined")


class FlowFamily(TextChoices):
    """Families of the 34 flows (workflows.md 1.2), as a flow's definition names them."""

    NEW_SUPPLY = "new_supply", _("New supply")
    INCREASE = "capacity_increase", _("Capacity increase")
    TEMPORARY = "temporary", _("Temporary supply")
    CHANGE = "change", _("Change of an account")
    TERMINATION = "termination", _("End of supply")
    OTHER = "other", _("Other services")


class TaskState(TextChoices):
    """What became of one visit of a step."""

    OPEN = "OPEN", _("open")
    DONE = "DONE", _("done")
    RETURNED = "RETURNED", _("returned")
    CANCELLED = "CANCELLED", _("cancelled")


class ExchangeCause(TextChoices):
    """Why a transformer is exchanged for a time (205)."""

    FAULT = "FAULT", _("fault")
    OVERHAUL = "OVERHAUL", _("overhaul")


class TermState(TextChoices):
    """Where the term of a case stands."""

    RUNNING = "RUNNING", _("running")
    EXPIRED = "EXPIRED", _("expired")
    ENDED = "ENDED", _("ended before its time")


class FollowUpState(TextChoices):
    """What became of a case that the system proposed."""

    OPEN = "OPEN", _("proposed")
    TAKEN_UP = "TAKEN_UP", _("taken up")
    DISMISSED = "DISMISSED", _("dismissed")


class Wait(TextChoices):
    """For what the utility waits while somebody outside holds the ball (workflows.md 2.1, W-states)."""

    W1 = "W1", _("awaiting payment")
    W2 = "W2", _("awaiting design documents")
    W3 = "W3", _("under construction")
    W4 = "W4", _("awaiting rectification")
    W5 = "W5", _("awaiting the customer's answer")
    W6 = "W6", _("awaiting missing documents")
    W7 = "W7", _("awaiting the customer's signature")


class StopReason(TextChoices):
    """Why a whole case stands still (workflows.md 3.1: reasons must be recorded)."""

    CUSTOMER_HOLD = "CUSTOMER_HOLD", _("on hold at the customer's request")
    FORCE_MAJEURE = "FORCE_MAJEURE", _("force majeure")
    PERMIT = "PERMIT", _("awaiting a public permit")


class EventKind(TextChoices):
    """What a line of a case's history tells."""

    ACCEPTED = "ACCEPTED", _("accepted")
    DONE = "DONE", _("step done")
    OPENED = "OPENED", _("step opened")
    RETURNED = "RETURNED", _("returned")
    CANCELLED = "CANCELLED", _("cancelled")
    CLAIMED = "CLAIMED", _("claimed")
    DISPATCHED = "DISPATCHED", _("dispatched")
    TRANSFERRED = "TRANSFERRED", _("transferred")
    SUSPENDED = "SUSPENDED", _("suspended")
    RESUMED = "RESUMED", _("resumed")
    WITHDRAWN = "WITHDRAWN", _("taken back")
    REPLANNED = "REPLANNED", _("re-planned")
    URGED = "URGED", _("urged")
    GREEN_CHANNEL = "GREEN_CHANNEL", _("green channel")
    DOCUMENT = "DOCUMENT", _("document")
    NOTICE = "NOTICE", _("one-time notice")
    PROGRESS = "PROGRESS", _("progress")
    CLOCK = "CLOCK", _("clock")
    EFFECT = "EFFECT", _("change of the book")
    CLOSED = "CLOSED", _("closed")
    ABORTED = "ABORTED", _("aborted")
    DROPPED = "DROPPED", _("row dropped")
    MIGRATED = "MIGRATED", _("brought into another version of the flow")
    EXTENDED = "EXTENDED", _("supply plan extended")
    LAPSED = "LAPSED", _("supply plan lapsed")


class EffectState(TextChoices):
    """Whether an effect on the book still stands."""

    APPLIED = "APPLIED", _("applied")
    COMPENSATED = "COMPENSATED", _("compensated")
    SEALED = "SEALED", _("sealed")


class ApplicationMode(TextChoices):
    """How the application reached us (APP_MODE 190012)."""

    COUNTER = "COUNTER", _("counter")
    TELEPHONE = "TELEPHONE", _("telephone")
    INTERNET = "INTERNET", _("internet")
    SELF_SERVICE = "SELF_SERVICE", _("self-service terminal")
    ON_SITE = "ON_SITE", _("on site")
    LETTER = "LETTER", _("letter")
    EMAIL = "EMAIL", _("e-mail")
    FAX = "FAX", _("fax")
    CALL_BACK = "CALL_BACK", _("call-back")


class MaterialKind(TextChoices):
    """The sets of papers that a customer hands in (workflows.md 2.5), and what we add."""

    M_ID = "M-ID", _("identity of a person")
    M_ORG = "M-ORG", _("certificate of the organisation")
    M_PROP = "M-PROP", _("title or right of use of the premises")
    M_PRJ = "M-PRJ", _("project approval and site plan")
    M_EQ = "M-EQ", _("list of electrical equipment")
    M_HVX = "M-HVX", _("high-voltage load statement")
    M_DES = "M-DES", _("design documents")
    M_MID = "M-MID", _("papers of the interim inspection")
    M_DONE = "M-DONE", _("papers of completion")
    M_CHG = "M-CHG", _("application for a change")
    M_PAY = "M-PAY", _("authorisation of the bank or tax registration")
    M_CTR = "M-CTR", _("signed contract")
    M_PLAN = "M-PLAN", _("drawing of the supply plan")
    M_PHOTO = "M-PHOTO", _("photo from the site")
    M_LIST = "M-LIST", _("list of the households or accounts")
    M_AGREE = "M-AGREE", _("agreement of all parties on a split or a merge")
    M_DEMO = "M-DEMO", _("notice of demolition")
    M_LET = "M-LET", _("letter of the municipal body")
    M_USE = "M-USE", _("proof of the new use")
    M_NEW = "M-NEW", _("identity or certificate of the new holder")
    # 203 (C JS): whoever works on the customer's high-voltage equipment is licensed; 210 (C GH)
    M_ELEC = "M-ELEC", _("licence of the electrician")
    M_RENAME = "M-RENAME", _("proof of the change of name")
    M_OTHER = "M-OTHER", _("other paper")


def material_label(kinds: str) -> str:
    """What a required paper is called; "M-ID|M-ORG" asks for one of several kinds."""
    return f" {_('or')} ".join(str(MaterialKind(kind).label) for kind in kinds.split("|"))


class TemporaryUse(TextChoices):
    """For what power is needed for a time only (workflows.md 4, 105; source LS); never for a permanent use."""

    BUILDING = "BUILDING", _("building site")
    IRRIGATION = "IRRIGATION", _("irrigation")
    MUNICIPAL = "MUNICIPAL", _("municipal works")
    EVENT = "EVENT", _("gathering or show")
    RELIEF = "RELIEF", _("disaster relief")
    OTHER = "OTHER", _("other use that is not permanent")


class OverdueClass(TextChoices):
    """Since how long a temporary supply is over (OVER_NPER_TYPE, C)."""

    UP_TO_6 = "01", _("up to 6 months")
    UP_TO_9 = "02", _("6 to 9 months")
    UP_TO_12 = "03", _("9 to 12 months")
    UP_TO_24 = "04", _("12 to 24 months")
    LONGER = "05", _("more than 24 months")


class MunicipalWork(TextChoices):
    """What becomes of a facility for the works of a municipal body (301; P, UNCONFIRMED)."""

    MOVE = "MOVE", _("moved")
    PROTECT = "PROTECT", _("protected")
    BURY = "BURY", _("laid underground")
    REMOVE = "REMOVE", _("taken down")


class CostKind(TextChoices):
    """For what the works cost money."""

    LABOUR = "LABOUR", _("labour")
    MATERIAL = "MATERIAL", _("material")
    MACHINE = "MACHINE", _("machinery")
    DESIGN = "DESIGN", _("design")
    OTHER = "OTHER", _("other")


class EndGround(TextChoices):
    """Why a temporary supply ends (workflows.md 4, 108)."""

    WISH = "WISH", _("wish of the customer")
    EXPIRED = "EXPIRED", _("its term is over")


class DesignGrade(TextChoices):
    """Grade of a design licence for power engineering (工程设计电力行业资质)."""

    A = "A", _("grade A (design)")
    B = "B", _("grade B (design)")
    C = "C", _("grade C (design)")


class BuildGrade(TextChoices):
    """Grade of a licence to install, repair and test power facilities (承装(修、试)电力设施许可证)."""

    FIRST = "1", _("grade 1 (works)")
    SECOND = "2", _("grade 2 (works)")
    THIRD = "3", _("grade 3 (works)")
    FOURTH = "4", _("grade 4 (works)")
    FIFTH = "5", _("grade 5 (works)")


class Verdict(TextChoices):
    """What the checker says of a paper."""

    UNCHECKED = "UNCHECKED", _("not checked")
    GOOD = "GOOD", _("in order")
    BAD = "BAD", _("not in order")


class ProjectFlag(TextChoices):
    """Whether works are needed (PROJECT_FLAG 030017)."""

    NONE = "1", _("no works")
    BOTH = "2", _("grid-side and customer-side works")
    INTERNAL = "3", _("customer-side works only")
    EXTERNAL = "4", _("grid-side works only")


HAS_EXTERNAL = (ProjectFlag.BOTH, ProjectFlag.EXTERNAL)
HAS_INTERNAL = (ProjectFlag.BOTH, ProjectFlag.INTERNAL)


class PlanState(TextChoices):
    """How far a version of the supply plan has come."""

    DRAFT = "DRAFT", _("draft")
    APPROVED = "APPROVED", _("approved")
    REPLIED = "REPLIED", _("replied")
    AGREED = "AGREED", _("agreed by the customer")
    REJECTED = "REJECTED", _("rejected")
    SUPERSEDED = "SUPERSEDED", _("superseded")


class RowChange(TextChoices):
    """What a plan does with a row of the account (CHG_DESC 030007; list C, numbers not)."""

    KEEP = "KEEP", _("stays as it is")
    ADD = "ADD", pgettext_lazy("row of a plan", "new")
    CHANGE = "CHANGE", pgettext_lazy("row of a plan", "changed")
    REMOVE = "REMOVE", pgettext_lazy("row of a plan", "removed")


class CountersignUnit(TextChoices):
    """Departments that countersign a plan above the approval limit (S03, source LN)."""

    DISPATCH = "DISPATCH", _("dispatch")
    MARKETING = "MARKETING", _("marketing")
    PRODUCTION = "PRODUCTION", _("production")
    DEVELOPMENT = "DEVELOPMENT", _("development")


class ApprovalDecision(TextChoices):
    """What the approver decides about a plan (A04)."""

    APPROVE = "APPROVE", _("approve")
    RESURVEY = "RESURVEY", _("reject: survey again")
    REDRAFT = "REDRAFT", _("reject: draft again")


class ReplyMethod(TextChoices):
    """How the plan was replied to the customer."""

    WRITTEN = "WRITTEN", _("in writing")
    TELEPHONE = "TELEPHONE", _("by telephone")
    FACE_TO_FACE = "FACE_TO_FACE", _("face to face")


class CustomerAnswer(TextChoices):
    """What the customer says to the plan."""

    AGREE = "AGREE", _("agrees")
    NEW_PLAN = "NEW_PLAN", _("wants another plan")
    REFUSE = "REFUSE", _("gives up")


class FeeKind(TextChoices):
    """Items of business fees (030001)."""

    RESIDENTIAL = "01", _("residential supporting fee")
    HIGH_RELIABILITY = "02", _("high-reliability supply fee")
    TEMPORARY = "03", _("temporary connection fee")
    METER_TEST = "04", _("meter test fee")
    METER_LOSS = "05", _("meter compensation fee")
    OTHER = "09", _("other")


class PaymentMethod(TextChoices):
    """How a business fee was paid."""

    TRANSFER = "TRANSFER", _("bank transfer")
    CARD = "CARD", _("card")
    CASH = "CASH", _("cash")
    MOBILE = "MOBILE", _("mobile payment")


class InspectionKind(TextChoices):
    """Which inspection (SR_ACCEPT_ATTR)."""

    INTERIM = "INTERIM", _("interim inspection")
    COMPLETION = "COMPLETION", _("acceptance inspection")


class CheckGroup(TextChoices):
    """The three groups of an inspection (source XQ)."""

    QUALIFICATION = "QUALIFICATION", _("qualification")
    DOCUMENTS = "DOCUMENTS", _("documents")
    WORKMANSHIP = "WORKMANSHIP", _("quality of the installation")


class ContractText(TextChoices):
    """Form of the contract's text."""

    STANDARD = "STANDARD", _("standard text")
    FREE = "FREE", _("free text")


class AssignMode(TextChoices):
    """Whether the meter is assigned before it is fetched (110026)."""

    ASSIGN_FIRST = "01", _("assign, then fetch")
    FETCH_FIRST = "02", _("fetch, then assign")


class EnergisedExtent(TextChoices):
    """How much was energised."""

    FULL = "01", _("all")
    PART = "02", _("part")


class CallBackResult(TextChoices):
    """What the call-back agent reached."""

    SATISFIED = "SATISFIED", _("satisfied")
    NEUTRAL = "NEUTRAL", _("neither satisfied nor dissatisfied")
    DISSATISFIED = "DISSATISFIED", _("dissatisfied")
    UNREACHED = "UNREACHED", _("not reached")


class DeviceCondition(TextChoices):
    """In which state a device came down (words of ours)."""

    INTACT = "INTACT", _("intact")
    WORN = "WORN", _("worn or dirty")
    DAMAGED = "DAMAGED", _("damaged")
    BURNT = "BURNT", _("burnt")
    TAMPERED = "TAMPERED", _("tampered with")


class TransferGround(TextChoices):
    """Why an account goes over to another holder (211)."""

    SALE = "SALE", _("sale of the premises")
    LEASE = "LEASE", _("lease of the premises")
    INHERITANCE = "INHERITANCE", _("inheritance or gift")
    RESTRUCTURING = "RESTRUCTURE", _("restructuring of the organisation")
    COURT = "COURT", _("court ruling")


class CreditGoes(TextChoices):
    """To whom what was paid in advance belongs after a transfer, as the parties agree."""

    OLD = "OLD", _("is paid back to the old holder")
    NEW = "NEW", _("stays with the account")


class ClosingGround(TextChoices):
    """Why an account is closed (216)."""

    WISH = "WISH", _("the customer wishes it")
    IDLE = "IDLE", _("idle for six months (T19)")
    BANKRUPT = "BANKRUPT", _("bankrupt or dissolved")
    EXPIRED = "EXPIRED", _("the period of a temporary removal is over (T18)")
