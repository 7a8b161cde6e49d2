"""Dated numbers: what is in force on a day, new values, overlaps refused, who may set them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from crm.audit.models import Change, Entry
from crm.audit.operation import SYSTEM
from crm.errors import InvalidInput, NotPermitted
from crm.org.enums import Role
from crm.parameters import touch
from crm.parameters.enums import Trust
from crm.parameters.models import Parameter, ParameterValue
from crm.parameters.operations import set_parameter_value
from crm.parameters.queries import ParameterMissing, get_parameter, get_parameters, parameters_in_force
from crm.parameters.touch import count_touched, register_touch_counter
from tests.factories.org import make_company, make_staff

pytestmark = pytest.mark.django_db
LIMIT = "lv.limit_kw"
TODAY = date(2026, 11, 25)


def set_limit(now: datetime, value: str = "200", valid_from: date = TODAY, **extra) -> ParameterValue:
    values = {"source": "苏州公司文件", "trust": Trust.PROPOSED, "actor": SYSTEM, **extra}
    return set_parameter_value(code=LIMIT, value=Decimal(value), valid_from=valid_from, now=now, **values)


@pytest.mark.parametrize(
    ("on", "value"),
    [(date(2020, 8, 31), "100"), (date(2020, 9, 1), "160"), (TODAY, "160")],
)
def test_the_value_in_force_on_a_day(on: date, value: str) -> None:
    assert get_parameter(LIMIT, on=on) == Decimal(value)


@pytest.mark.parametrize(
    ("code", "selector", "on"),
    [(LIMIT, "", date(1990, 1, 1)), (LIMIT, "moon", TODAY), ("no.such", "", TODAY)],
)
def test_a_missing_number_is_an_error_and_never_a_default(code: str, selector: str, on: date) -> None:
    with pytest.raises(ParameterMissing) as error:
        get_parameter(code, selector=selector, on=on)
    assert error.value.details == {"parameter": code, "case": selector, "on": on.isoformat()}


def test_cases_of_one_parameter_are_told_apart() -> None:
    assert get_parameter("plan.valid_months", selector="hv", on=TODAY) == 12
    assert get_parameter("plan.valid_months", selector="lv", on=TODAY) == 3


def test_a_departments_own_value_goes_before_the_general_one(now: datetime) -> None:
    tree = make_company()
    set_limit(now, department=tree["YQ"])
    assert get_parameter(LIMIT, on=TODAY, department=tree["YQ"]) == 200
    assert get_parameter(LIMIT, on=TODAY, department=tree["GS"].pk) == 160
    assert get_parameter(LIMIT, on=TODAY) == 160


def test_reading_many_costs_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        values = get_parameters([LIMIT, "plan.valid_months"], on=TODAY)
    assert values == {(LIMIT, ""): 160, ("plan.valid_months", "hv"): 12, ("plan.valid_months", "lv"): 3}


def test_a_new_value_ends_the_one_before_on_its_first_day(now: datetime) -> None:
    set_limit(now)
    assert get_parameter(LIMIT, on=date(2026, 11, 24)) == 160
    assert get_parameter(LIMIT, on=TODAY) == 200
    entry = Entry.objects.get(operation="parameters.set_parameter_value")
    assert (entry.details["before"], entry.details["value"]) == ("160.000000", "200")
    assert set(Change.objects.filter(entry_id=entry.pk).values_list("table_name", "action")) == {
        ("crm_parameters_parametervalue", "U"),
        ("crm_parameters_parametervalue", "I"),
    }


def test_a_value_put_before_a_later_one_ends_where_that_begins(now: datetime) -> None:
    set_limit(now, "250", date(2027, 1, 1))
    set_limit(now, "200", TODAY)
    days = (date(2026, 11, 24), TODAY, date(2026, 12, 31), date(2027, 1, 1))
    assert [get_parameter(LIMIT, on=day) for day in days] == [160, 200, 200, 250]


def test_the_same_call_twice_makes_one_row_and_another_value_that_day_is_refused(now: datetime) -> None:
    assert set_limit(now).pk == set_limit(now).pk
    with pytest.raises(InvalidInput) as error:
        set_limit(now, "201")
    assert list(error.value.errors) == ["valid_from"]


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"value": "-1"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "1e12"}, "value"),
        ({"valid_from": date(1900, 1, 1)}, "valid_from"),
        ({"source": " "}, "source"),
        ({"trust": "X"}, "trust"),
    ],
)
def test_a_wrong_entry_names_its_field_and_changes_nothing(now: datetime, extra, field: str) -> None:
    before = ParameterValue.objects.count()
    with pytest.raises(InvalidInput) as error:
        set_limit(now, **extra)
    assert list(error.value.errors) == [field]
    assert ParameterValue.objects.count() == before


def test_an_unknown_code_is_named(now: datetime) -> None:
    with pytest.raises(InvalidInput) as error:
        set_parameter_value(
            code="no.such", value=Decimal(1), valid_from=TODAY, source="x", trust="S", actor=SYSTEM, now=now
        )
    assert list(error.value.errors) == ["code"]


def test_only_the_system_administrator_sets_numbers(now: datetime) -> None:
    tree = make_company()
    with pytest.raises(NotPermitted):
        set_limit(now, actor=make_staff("1", tree["MKT"], Role.R5, Role.MANAGER, Role.SECURITY_ADMIN))
    assert set_limit(now, actor=make_staff("2", tree["MKT"], Role.SYSTEM_ADMIN)).value == 200


@pytest.mark.parametrize("valid", [(date(2026, 1, 1), None), (date(2020, 8, 31), date(2020, 9, 1))])
def test_the_database_refuses_two_values_on_one_day(valid) -> None:
    parameter = Parameter.objects.get(code=LIMIT)
    with pytest.raises(IntegrityError, match="parameter_value_one_per_day"), transaction.atomic():
        parameter.values.create(value=1, valid=valid, source="x", trust="S")


@pytest.mark.parametrize("valid", [(None, date(1980, 1, 1)), (date(1980, 1, 1), date(1980, 1, 1))])
def test_the_database_refuses_an_empty_or_undated_range(valid) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Parameter.objects.get(code=LIMIT).values.create(value=1, valid=valid, source="x", trust="S")


def test_a_change_says_what_it_touches(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touch, "_counters", [])
    register_touch_counter("lv.", lambda change: 7 if change.valid_from == TODAY else 0, label="open cases")
    register_touch_counter("approval.", lambda change: 1, label="plans")
    set_limit(now)
    entry = Entry.objects.get(operation="parameters.set_parameter_value")
    assert entry.details["touched"] == {"open cases": 7}
    assert count_touched(touch.ParameterChange("approval.x", "", None, TODAY)) == [("plans", 1)]


def test_the_list_costs_the_same_for_any_number_of_parameters(django_assert_num_queries, now: datetime) -> None:
    for number in range(30):
        Parameter.objects.create(code=f"x.{number}", name="x", name_en="x")
    with django_assert_num_queries(2):
        listed = [(p.code, [v.value for v in p.in_force]) for p in parameters_in_force(on=TODAY)]
    assert (LIMIT, [Decimal(160)]) in listed
    assert ("x.29", []) in listed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_seeded_numbers_outlive_the_flush_between_tests(round_: int, now: datetime) -> None:
    assert get_parameter(LIMIT, on=TODAY) == 160
    set_limit(now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'crm_parameters_parametervalue'::regclass"
            " AND tgname LIKE 'audit_%' AND tgenabled = 'O'"
        )
        assert cursor.fetchone()[0] == 3


def test_an_unconfirmed_number_says_so() -> None:
    values = ParameterValue.objects.filter(parameter__code="inspection.cycle_months")
    assert {value.needs_confirmation for value in values} == {True}
    assert "UNCONFIRMED" in str(Trust(values[0].trust).label)
