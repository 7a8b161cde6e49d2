"""What flows with a supply plan have in common beside their steps: conditions, papers of the works, clocks."""

from django.utils.translation import gettext_lazy as _

from bizexpansion.engine.definition import ClockUse, Condition, Label, Papers

_CONDITIONS = {
    condition.name: condition
    for condition in (
        Condition("dispatch", "accept", _("surveys are dispatched")),
        Condition("large", "draft_plan", _("over the approval limit")),
        Condition("vip", "draft_plan", _("important customer or residential complex")),
        Condition("design", "draft_plan", _("design review required")),
        Condition("mid", "draft_plan", _("hidden works to inspect")),
        Condition("ext", "draft_plan", _("grid-side project")),
        Condition("int", "draft_plan", _("customer-side works")),
        Condition("fee", "draft_plan", _("a fee is due")),
        Condition("meterchg", "draft_plan", _("a meter changes"), rule="plan_exchanges_meter"),
    )
}

# Works at the customer's: all that high voltage may need, and what is left of it at low voltage.
HIGH_VOLTAGE = ("dispatch", "large", "vip", "design", "mid", "ext", "int", "fee")
LOW_VOLTAGE = ("dispatch", "vip", "ext", "int", "fee")
HOME = ("dispatch", "ext", "fee")
# Without customer-side works nothing is designed or hidden.
IMPLIED = (("mid", "int"), ("design", "int"))


def conditions(*names: str, term: Label = "") -> tuple[Condition, ...]:
    """The usual conditions of a plan by their names; `term`: what it means here that a terminal is touched."""
    terminal = (Condition("term", "draft_plan", term),) if term else ()
    return tuple(_CONDITIONS[name] for name in names) + terminal


DESIGN_PAPERS = Papers("receive_design", required=("M-DES",))
INTERIM_PAPERS = Papers("request_interim", required=("M-MID",))
COMPLETION_PAPERS = Papers("report_completion", required=("M-DONE",))
WORKS_PAPERS = (DESIGN_PAPERS, INTERIM_PAPERS, COMPLETION_PAPERS)

REPLIED = ClockUse("T1", start=("accept",), stop=("reply_plan",))
ACCEPTED = ClockUse("T4", start=("report_completion",), stop=("inspect_completion",))
WORKS_CLOCKS = (
    REPLIED,
    ClockUse("T2", start=("receive_design",), stop=("review_design",)),
    ClockUse("T3", start=("request_interim",), stop=("inspect_interim",)),
    ACCEPTED,
)
# Low voltage promises one total; high voltage adds up the five nodes.
TOTAL = ClockUse("T6", start=("accept",), stop=("energise",))
TOTAL_OF_NODES = ClockUse("T6", start=("accept",), stop=("energise",), parts=("T1", "T2", "T3", "T4", "T5"))


def connected(*formalities: str) -> ClockUse:
    """T5, power within so many days once all formalities are done."""
    return ClockUse("T5", start=formalities, stop=("energise",))


def plan_valid_until(*uses: str) -> ClockUse:
    """T12, the time for which a plan that was replied may be used; a new reply begins it anew."""
    return ClockUse("T12", start=("reply_plan",), stop=uses, pauses=False, restarts=True)
