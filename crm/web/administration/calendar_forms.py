"""Forms of the working calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.org.models import Department
from crm.web.forms import DayInput, PageForm
from crm.workdays.arithmetic import DayHours
from crm.workdays.enums import DayKind

_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_TOKEN = re.compile(rf"({_DAY})(?:\s*(?:至|~|–|\.\.)\s*({_DAY}))?")
_BETWEEN = " ,，、;；\r\n\t"
LONGEST_HOLIDAY = timedelta(days=31)


class DaysField(forms.CharField):
    """Days and spans of days as the notice gives them: `2027-01-01、2027-02-05 至 2027-02-11`."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[date]:
        """The days, ascending. Refuses what is left over when the days are taken away."""
        text = super().clean(value)
        rest = _TOKEN.sub("", text).strip(_BETWEEN)
        if rest:
            raise ValidationError(
                _("This is not a day: %(text)s. Write 2027-02-05 or 2027-02-05 至 2027-02-11."),
                params={"text": rest[:40]},
            )
        return sorted({day for first, last in _TOKEN.findall(text) for day in _span(first, last)})


def _span(first: str, last: str) -> list[date]:
    try:
        start = _day(first)
        end = _day(last) if last else start
    except ValueError as error:
        raise ValidationError(_("There is no such day: %(day)s."), params={"day": last or first}) from error
    if not start <= end <= start + LONGEST_HOLIDAY:
        raise ValidationError(_("A span of days ends after it begins, at most 31 days later."))
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def _day(text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)


class CalendarDayForm(PageForm):
    """Another kind for one day."""

    wide = ("source", "reason")
    kind = forms.ChoiceField(label=_("kind"), choices=DayKind.choices)
    source = forms.CharField(label=_("source document"), max_length=200)
    reason = forms.CharField(label=_("reason"), max_length=200)


class CalendarYearForm(PageForm):
    """The State Council's notice for a year."""

    wide = ("holidays", "make_up_days", "source")
    year = forms.IntegerField(label=_("year"), min_value=2004, max_value=2100)
    holidays = DaysField(
        label=_("public holidays"),
        help_text=_("One day or span after another: 2027-01-01、2027-02-05 至 2027-02-11"),
    )
    make_up_days = DaysField(label=_("make-up working days"), required=False)
    source = forms.CharField(label=_("source document"), max_length=200)


def _clock_face() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class OfficeHoursForm(PageForm):
    """Office hours from a day on."""

    wide = ("reason",)
    department = forms.ModelChoiceField(
        label=_("department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("the whole company"),
    )
    valid_from = forms.DateField(label=_("in force from"), widget=DayInput())
    opens = forms.TimeField(label=_("opens"), widget=_clock_face())
    lunch_from = forms.TimeField(label=_("lunch from"), widget=_clock_face())
    lunch_to = forms.TimeField(label=_("lunch until"), widget=_clock_face())
    closes = forms.TimeField(label=_("closes"), widget=_clock_face())
    reason = forms.CharField(label=_("reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(is_active=True).order_by("path")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The four times follow one another."""
        data = dict(self.cleaned_data)
        times = [data.get(name) for name in ("opens", "lunch_from", "lunch_to", "closes")]
        if all(times):
            try:
                data["hours"] = DayHours(*times)  # type: ignore[arg-type]
            except ValueError:
                self.add_error("closes", _("The times must follow one another."))
        return data
