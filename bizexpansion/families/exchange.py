"""Exchanges at an existing account, for every flow: new devices (S08), A36, terminals (A42, A38)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import exchange as forms
from bizexpansion.forms import supply as supply_forms
from bizexpansion.forms.base import RowSpec, StepSpec
from bizexpansion.forms.prefill_devices import transformers_asked
from bizexpansion.models import Case, MeterMove
from bizexpansion.operations import exchange, exchange_effects
from bizexpansion.operations.lookups import account_of, agreed_plan_if_any
from bizexpansion.operations.standing import standing_of

EFFECTS = exchange_effects
Known = Mapping[str, Any]


def _points(case: Case) -> Known:
    """A row for each metering point; where nothing is exchanged it stays empty. Instrument transformers only where
    the plan asks for others than hang there."""
    rows = transformers_asked(case, ratios={})
    if rows:
        standing = standing_of(account_of(case)).metering_points
        rows = transformers_asked(case, ratios={one.number: (one.ct_ratio, one.pt_ratio) for one in standing})
    return {
        "meters": [{"metering_point": number} for number in exchange.points_concerned(case)],
        "transformers": rows,
    }


def _exchanged(case: Case) -> Known:
    """What hangs where something was assigned, the new meter, and the multiplier that follows."""
    account_id = account_of(case).pk
    points = exchange.live_points(account_id)
    hung = {row.metering_point.sequence: row for row in exchange.hanging_meters(account_id).values()}
    plan = agreed_plan_if_any(case)
    planned = dict(plan.metering_points.values_list("number", "multiplier")) if plan else {}
    rows, given_up = [], exchange.points_given_up(case)
    assigned = exchange.assigned_points(case, given_up)
    given = exchange.multipliers_of((points[number] for number in assigned), exchange.new_transformers(case))
    for number, meter in sorted(assigned.items()):
        old = hung.get(number)
        standing = old.multiplier if old else Decimal(1)
        rows.append(
            {
                "metering_point": number,
                "old_asset_number": old.meter.asset_number if old else "",
                "asset_number": meter,
                "multiplier": given.get(number) or planned.get(number) or standing,
                "comes_down": number in given_up,
            }
        )
    return {"meters": rows}


def _moved(case: Case) -> Known:
    """What hangs at the points that are moved, and where it shall hang."""
    hung = exchange.hanging_meters(account_of(case).pk).values()
    asked = dict(MeterMove.objects.get(case=case).points.values_list("number", "new_position"))
    rows = [
        {
            "metering_point": row.metering_point.sequence,
            "old_asset_number": row.meter.asset_number,
            "position": asked[row.metering_point.sequence],
        }
        for row in hung
        if row.metering_point.sequence in asked
    ]
    return {"meters": rows}


def _terminal(case: Case) -> Known:
    """The terminal that hangs, if the book knows it."""
    standing = exchange.standing_terminal(account_of(case).pk)
    number = standing.asset_number if standing else ""
    return {"old_asset_number": number, "asset_number": ""}


def _moved_terminal(case: Case) -> Known:
    """The terminal that hangs, if the book knows it."""
    standing = exchange.standing_terminal(account_of(case).pk)
    return {"asset_number": standing.asset_number} if standing else {}


SPECS = (
    StepSpec(
        "assign_exchange",
        supply_forms.MeterAssignmentForm,
        exchange.assign_exchange,
        "assignment",
        rows=(
            RowSpec("meters", forms.NewMeterRow, _("new meters"), extra=0),
            RowSpec("transformers", forms.NewTransformerRow, _("new instrument transformers"), minimum=0, extra=0),
        ),
        prefill=_points,
        button=_("Assign devices"),
    ),
    StepSpec(
        "exchange_meter",
        forms.MeterExchangeForm,
        exchange.exchange_meter,
        "exchange",
        rows=(RowSpec("meters", forms.ExchangedMeterRow, _("metering points"), extra=0),),
        prefill=_exchanged,
        button=_("Record the exchange"),
    ),
    StepSpec(
        "move_meter",
        forms.MeterExchangeForm,
        exchange.move_meter,
        "exchange",
        rows=(RowSpec("meters", forms.MovedMeterRow, _("moved meters"), extra=0),),
        prefill=_moved,
        button=_("Record the move"),
    ),
    StepSpec(
        "exchange_terminal",
        forms.TerminalExchangeForm,
        exchange.exchange_terminal,
        "exchange",
        prefill=_terminal,
        button=_("Record terminal"),
    ),
    StepSpec(
        "move_terminal",
        forms.TerminalMoveForm,
        exchange.move_terminal,
        "move",
        prefill=_moved_terminal,
        button=_("Record terminal"),
    ),
)
