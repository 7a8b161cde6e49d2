"""The history of a case, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bizexpansion.engine.compile import Graph
from bizexpansion.enums import EventKind, MaterialKind, StopReason, material_label
from bizexpansion.flows import get_flow
from bizexpansion.models import Case, CaseEvent
from bizexpansion.rules import VIEW_CASE
from crm.org.models import Staff
from crm.registries import TimelineEntry
from crm.registries.timeline import Moment, earlier
from crm.wording import enumerated

# kind -> (icon, state)
LOOKS: Mapping[str, tuple[str, str]] = {
    EventKind.ACCEPTED: ("file-plus", "done"),
    EventKind.DONE: ("check", "done"),
    EventKind.OPENED: ("circle-dot", ""),
    EventKind.RETURNED: ("arrow-back-up", "late"),
    EventKind.CANCELLED: ("ban", ""),
    EventKind.CLAIMED: ("hand-stop", ""),
    EventKind.DISPATCHED: ("send", ""),
    EventKind.TRANSFERRED: ("arrows-exchange", ""),
    EventKind.SUSPENDED: ("player-pause", ""),
    EventKind.RESUMED: ("player-play", ""),
    EventKind.WITHDRAWN: ("arrow-back-up", ""),
    EventKind.REPLANNED: ("refresh", "late"),
    EventKind.URGED: ("bell-ringing", "late"),
    EventKind.GREEN_CHANNEL: ("leaf", ""),
    EventKind.DOCUMENT: ("file-text", ""),
    EventKind.NOTICE: ("file-alert", "late"),
    EventKind.PROGRESS: ("progress", ""),
    EventKind.CLOCK: ("clock", ""),
    EventKind.EFFECT: ("book", ""),
    EventKind.CLOSED: ("flag-check", "done"),
    EventKind.ABORTED: ("ban", "late"),
    EventKind.DROPPED: ("row-remove", "late"),
    EventKind.MIGRATED: ("versions", ""),
    EventKind.EXTENDED: ("calendar-plus", ""),
    EventKind.LAPSED: ("calendar-off", "late"),
}


TOLD = (
    EventKind.ACCEPTED,
    EventKind.DONE,
    EventKind.RETURNED,
    EventKind.SUSPENDED,
    EventKind.RESUMED,
    EventKind.REPLANNED,
    EventKind.URGED,
    EventKind.NOTICE,
    EventKind.EXTENDED,
    EventKind.LAPSED,
    EventKind.CLOSED,
    EventKind.ABORTED,
)
"""What of a case belongs to the story of the customer; who passed it to whom does not."""


@dataclass(frozen=True)
class Line:
    """One line as `components/timeline.html` shows it."""

    at: datetime
    title: str
    who: str
    detail: str
    icon: str
    state: str


def timeline(events: Sequence[CaseEvent], graph: Graph) -> list[Line]:
    """The history, newest first; one query for the names of those to whom tasks went."""
    ids = {pk for event in events for pk in (event.details.get("to"),) if isinstance(pk, int)}
    names = dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [_line(event, graph, names) for event in events]


def of_accounts(user: Any, accounts: Sequence[int], before: Moment | None, limit: int) -> list[TimelineEntry]:
    """What happened to the cases of some accounts, for the line of time of a customer; one query."""
    cases = Case.objects.restrict(user, VIEW_CASE).filter(account__in=accounts).values("pk")
    events = CaseEvent.objects.filter(case__in=cases, kind__in=TOLD).select_related("case__account", "actor")
    events = events.only(
        *("at", "kind", "node", "outcome", "note", "details", "actor__name", "case__account__account_number"),
        *("case__case_number", "case__flow_code", "case__flow_version"),
    )
    return [_entry(event) for event in earlier(events, before, limit)]


def _entry(event: CaseEvent) -> TimelineEntry:
    case = event.case
    graph = get_flow(case.flow_code, case.flow_version)
    line = _line(event, graph, {})
    return TimelineEntry(
        event.at,
        event.pk,
        f"{graph.flow.name} {case.case_number} · {line.title}",
        detail=line.detail,
        who=line.who,
        icon=line.icon,
        state=line.state,
        url=reverse("case", args=[case.case_number]),
        about=case.account.account_number if case.account else "",
    )


def outcome_label(graph: Graph, node: str, outcome: str) -> str:
    """What an exit of a step is called; nothing for the plain end of a step."""
    step = graph.steps.get(node)
    found = next((one.label for one in step.exits if one.outcome == outcome), "") if step else ""
    return str(found or "")


def _line(event: CaseEvent, graph: Graph, names: Mapping[int, str]) -> Line:
    went_back = "to" in event.details and isinstance(event.details["to"], str)
    icon, state = LOOKS[EventKind.RETURNED] if went_back else LOOKS.get(event.kind, ("point", ""))
    step = graph.steps.get(event.node)
    words = [str(step.name)] if step else []
    words.append(outcome_label(graph, event.node, event.outcome) or str(EventKind(event.kind).label))
    return Line(
        at=event.at,
        title=" · ".join(words),
        who=event.actor.name if event.actor else _("the system"),
        detail=" ".join(part for part in (_more(event, graph, names), event.note) if part),
        icon=icon,
        state=state,
    )


def _more(event: CaseEvent, graph: Graph, names: Mapping[int, str]) -> str:
    """What the details of an event say to people; of a batch also which rows it is about."""
    rows = _rows(event.details.get("rows", []))
    return " ".join(part for part in (rows, _told(event, graph, names)) if part)


def _rows(rows: Sequence[str]) -> str:
    if len(rows) > 3:
        return ngettext("%(count)d row.", "%(count)d rows.", len(rows)) % {"count": len(rows)}
    return _("Row %(numbers)s.") % {"numbers": enumerated(rows)} if rows else ""


def _told(event: CaseEvent, graph: Graph, names: Mapping[int, str]) -> str:
    details = event.details
    match event.kind:
        case EventKind.DISPATCHED | EventKind.TRANSFERRED:
            return _("to %(who)s.") % {"who": names.get(details.get("to", 0), "–")}
        case EventKind.SUSPENDED:
            return f"{_label(StopReason, details.get('reason'))} {details.get('document', '')}".strip()
        case EventKind.NOTICE:
            missing = [str(material_label(kind)) for kind in details.get("missing", [])]
            return enumerated(label for label in missing if label not in event.note)
        case EventKind.DOCUMENT if "lines" in details:
            return ngettext("%(count)d line.", "%(count)d lines.", details["lines"]) % {"count": details["lines"]}
        case EventKind.DOCUMENT if "photos" in details:
            count = len(details["photos"])
            return ngettext("%(count)d photo.", "%(count)d photos.", count) % {"count": count}
        case EventKind.DOCUMENT if "removed" in details:
            return _("A photo was taken away.")
        case EventKind.DOCUMENT:
            return _label(MaterialKind, details.get("kind"))
        case EventKind.PROGRESS:
            return f"{details.get('percent', 0)}%"
        case EventKind.EXTENDED:
            return _("from %(before)s to %(until)s.") % details
        case EventKind.LAPSED:
            return _("on %(day)s.") % details
        case EventKind.MIGRATED:
            return _("from version %(before)s to version %(after)s.") % details
        case EventKind.GREEN_CHANNEL:
            return _("put on the green channel.") if details.get("green") else _("taken off the green channel.")
    target = graph.steps.get(str(details.get("to", "")))
    return _("back to: %(step)s.") % {"step": target.name} if target else ""


def _label(choices: Any, value: Any) -> str:
    return str(dict(choices.choices).get(value, value or ""))
