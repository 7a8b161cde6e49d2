"""What reports ask for: a month of the indicators, a kind of limit; for whom limits are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from bizexpansion.flows import latest_flows
from bizexpansion.queries.ontime import Month, this_month
from bizexpansion.voltages import only_high, only_low
from crm.clocks.enums import RuleKind, VoltageClass
from crm.org.enums import DepartmentKind
from crm.org.models import Department
from crm.web.forms import DayInput, PageForm

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class MonthForm(PageForm):
    """A month, the 26th to the 25th, and by which kind of limit orders are judged."""

    month_key = forms.RegexField(
        label=_("month (26th to 25th)"), regex=_MONTH, widget=forms.TextInput(attrs={"type": "month"})
    )
    kind_key = forms.ChoiceField(label=_("judged by"), choices=RuleKind.choices)

    month: Month
    kind: str

    @classmethod
    def of(cls, query: Mapping[str, Any], now: datetime) -> MonthForm:
        """From an address; what it does not say, or says wrongly, is this month by the public promise."""
        known = {"month_key": this_month(now).key, "kind_key": RuleKind.PROMISED.value}
        known |= {name: query[name] for name in known if query.get(name)}
        form = cls(known)
        form.is_valid()
        found = _MONTH.fullmatch(form.cleaned_data.get("month_key", ""))
        form.month = Month(int(found[1]), int(found[2])) if found else this_month(now)
        form.kind = form.cleaned_data.get("kind_key", RuleKind.PROMISED.value)
        return form


# A supply is of one of these; "high voltage" alone is what a limit may say.
SUPPLIED = [one for one in VoltageClass.choices if one[0] != VoltageClass.HIGH]


def _voltage_of(flow: str, wanted: str) -> str:
    """The class of voltage that is wanted, or the usual one where the business has only the other side."""
    found = next((graph.flow for graph in latest_flows() if graph.flow.code == flow), None)
    if found is not None and wanted != VoltageClass.LOW and only_low(found):
        return VoltageClass.LOW.value
    if found is not None and wanted == VoltageClass.LOW and only_high(found):
        return VoltageClass.MEDIUM.value
    return wanted


class LimitsForm(PageForm):
    """For which application on which day the limits are looked up."""

    flow = forms.ChoiceField(label=_("business"))
    voltage = forms.ChoiceField(label=_("voltage class"), choices=SUPPLIED)
    sources = forms.TypedChoiceField(
        label=_("number of sources"), choices=[(1, "1"), (2, "2")], coerce=int, required=False, empty_value=None
    )
    external_works = forms.BooleanField(label=_("with external works"), required=False)
    department = forms.ModelChoiceField(
        label=_("business department"),
        queryset=Department.objects.filter(kind=DepartmentKind.BUSINESS),
        required=False,
        empty_label=_("the company"),
    )
    on = forms.DateField(label=_("on the day"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(graph.flow.code, f"{graph.flow.code} {graph.flow.name}") for graph in latest_flows()]
        self.fields["flow"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def of(cls, query: Mapping[str, Any], now: datetime) -> LimitsForm:
        """From an address; what it does not say is HV new supply today. The voltage follows the business."""
        today: date = localtime(now).date()
        known = {"flow": "104", "voltage": VoltageClass.MEDIUM.value, "on": today.isoformat()}
        known |= {name: query[name] for name in cls.base_fields if query.get(name)}
        return cls({**known, "voltage": _voltage_of(known["flow"], known["voltage"])})

    def facts(self) -> dict[str, Any]:
        """The arguments of `limits_side_by_side`."""
        data = dict(self.cleaned_data)
        return {**data, "sources": data["sources"] or 1}


class DaysForm(PageForm):
    """From one day to another; the last twelve months unless an address says otherwise."""

    first = forms.DateField(label=_("from the day"), widget=DayInput)
    last = forms.DateField(label=_("to the day"), widget=DayInput)

    @classmethod
    def of(cls, query: Mapping[str, Any], now: datetime) -> DaysForm:
        """From an address."""
        today = localtime(now).date()
        known = {"first": (today - timedelta(days=365)).isoformat(), "last": today.isoformat()}
        return cls({**known, **{name: query[name] for name in known if query.get(name)}})

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("Choose a day after the first."))
        return cleaned

    def days(self) -> tuple[date, date]:
        """First and last day of a valid form."""
        return self.cleaned_data["first"], self.cleaned_data["last"]
