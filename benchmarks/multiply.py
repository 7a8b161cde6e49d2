"""Many cases out of a few: the rows of a template again and again, by one INSERT ... SELECT for each table.

Every copy has keys, case number, account, people and days of its own; they are moved by whole weeks, so that what
happened on a working day still did. Foreign keys, indexes and the exclusion of overlapping spans are taken away
while the rows come and are made anew afterwards, which checks all of them at once; the audit does not record what
is only measured. All of it is one transaction.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import DateField, DateTimeField, Model

from benchmarks.closure import family, inner_keys, outer_keys
from benchmarks.templates import Template, natural_names
from benchmarks.walks import HOME
from bizexpansion.models import Case
from crm.clocks.models import Clock, ClockRule
from crm.org.enums import DepartmentKind
from crm.org.models import Department, District, Staff
from customers.book.enums import AccountClass
from customers.book.models import Customer, ReadingSection, SupplyAccount

# Texts that no two rows may share.
OWN_TEXTS = {("bizexpansion.FeeReceipt", "invoice_number"), ("bizexpansion.FeePayout", "voucher_number")}
# The name under which a row says of which template it is; no column is called so.
TEMPLATE = "template number"
# Numbers of staff are smaller, so that one number can tell the person and the template.
NUMBERS = 1_000_000
_CASE_IN_KEY = re.compile(r"^case:\d+:")

Row = dict[str, Any]
AllRows = Mapping[type[Model], Sequence[Row]]


@dataclass(frozen=True)
class Batch:
    """How many copies of some templates one department gets, moved by `first_week` to `last_week` whole weeks."""

    templates: tuple[Template, ...]
    department: str
    copies: int
    first_week: int
    last_week: int

    @property
    def cases(self) -> int:
        """How many cases that makes."""
        return self.copies * len(self.templates)

    @cached_property
    def rows(self) -> AllRows:
        """The rows of all templates; what lies inside a case is named by its place among all of them."""
        rows: dict[type[Model], list[Row]] = defaultdict(list)
        for number, template in enumerate(self.templates):
            models = {apps.get_model(label): found for label, found in template.rows.items()}
            starts = {model: len(rows[model]) for model in models}
            for model, found in models.items():
                inner = inner_keys(model)
                for row in found:
                    own = {column: _moved(row[column], starts.get(target)) for column, target in inner.items()}
                    rows[model].append({**row, **own, TEMPLATE: number})
        return rows


def _moved(place: int | None, start: int | None) -> int | None:
    return None if place is None or start is None else start + place


@dataclass
class Ground:
    """What copies stand on: the people, places and accounts of each business department."""

    homes: dict[str, int]
    departments: dict[str, int]
    districts: dict[str, list[int]]
    rules: dict[str, int]
    section: int
    customer: int
    pools: dict[tuple[str, bool], int] = field(default_factory=dict)
    taken: dict[tuple[str, bool], int] = field(default_factory=dict)

    def account_places(self, batch: Batch, count: int, high: bool) -> tuple[str, int, int]:
        """(condition of the pool, its size, first place): accounts that no other batch gets while the pool lasts.

        A book that is too small has no account at high voltage in some department; another must do.
        """
        pool = batch.department, high
        if pool not in self.pools:
            pool = batch.department, not high
        first = self.taken.get(pool, 0)
        self.taken[pool] = first + count * batch.copies
        return f"a.home = {self.homes[batch.department]} AND a.high = {pool[1]}", self.pools[pool], first


def multiply(batches: Sequence[Batch]) -> int:
    """Write the copies; how many cases came to be."""
    tables = {model._meta.db_table for batch in batches for model in batch.rows}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")  # a thousand statements, each quicker than its translation
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        ground = _prepare(cursor)
        with _bare(cursor, sorted(tables)):
            for batch in batches:
                _copy(cursor, ground, batch)
        cursor.execute("ANALYZE " + ", ".join(f'"{table}"' for table in sorted(tables)))
    return sum(batch.cases for batch in batches)


def _copy(cursor: Any, ground: Ground, batch: Batch) -> None:
    """One batch: for each of its models one statement."""
    rows = batch.rows
    bases = {model: _reserve(cursor, model, len(found) * batch.copies) for model, found in rows.items()}
    accounts = _Accounts(ground, batch)
    for model in (one for one in family() if one in rows):
        columns = [str(column.column) for column in model._meta.concrete_fields if not column.generated]
        names = ", ".join(f'"{one}"' for one in columns)
        writing = _Writing(ground, batch, model, bases, accounts)
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names})'
            f" SELECT {', '.join(writing.value(one) for one in columns)}"
            " FROM (SELECT n, 7 * (%s + (n - 1) * (%s - %s + 1) / %s) AS days FROM generate_series(1, %s) n) c"
            f' CROSS JOIN jsonb_populate_recordset(NULL::"{model._meta.db_table}", %s) r ORDER BY 1',
            [
                batch.first_week, batch.last_week, batch.first_week, batch.copies, batch.copies,
                json.dumps(writing.rows(), ensure_ascii=False),
            ],
        )  # fmt: skip


class _Accounts:
    """Which account of the book stands for which of the templates': one of the same kind for each copy."""

    def __init__(self, ground: Ground, batch: Batch) -> None:
        named = [
            (row[TEMPLATE], row[column])
            for model, found in batch.rows.items()
            for column in _account_columns(model)
            for row in found
            if row[column] is not None
        ]
        places = {one: place for place, one in enumerate(dict.fromkeys(named))}
        self.places = places
        self.count = max(1, len(places))
        high = all("KV" in str(row["voltage"]) for row in batch.rows[Case])
        self.pool, self.size, self.first = ground.account_places(batch, self.count, high)

    def place_of(self, row: Row, column: str) -> int | None:
        """The place of an account among those of the batch."""
        return self.places.get((row[TEMPLATE], row[column]))

    def sql(self, column: str) -> str:
        """The account of a copy in place of that of the template."""
        place = f'mod({self.first} + (c.n - 1) * {self.count} + r."{column}", {self.size})'
        return f"(SELECT a.id FROM bench_account a WHERE {self.pool} AND a.place = {place})"


class _Writing:
    """How the columns of one model are written for one batch."""

    def __init__(
        self,
        ground: Ground,
        batch: Batch,
        model: type[Model],
        bases: Mapping[type[Model], int],
        accounts: _Accounts,
    ) -> None:
        self.ground, self.batch, self.model, self.all_rows = ground, batch, model, batch.rows
        self.bases, self.accounts = bases, accounts
        self.inner, self.outer = inner_keys(model), outer_keys(model)
        self.fields = {str(one.column): one for one in model._meta.concrete_fields}

    @cached_property
    def _case_places(self) -> dict[int, int]:
        """The place of the case of each template."""
        return {row[TEMPLATE]: place for place, row in enumerate(self.all_rows[Case])}

    def rows(self) -> list[Row]:
        """The template's rows with whole numbers for all that will be looked up."""
        return [self._row(place, row) for place, row in enumerate(self.all_rows[self.model])]

    def _row(self, place: int, row: Row) -> Row:
        own = {**row, "id": place}
        if self.model is Clock:
            own["key"] = _CASE_IN_KEY.sub(f"case:{self._case_places[row[TEMPLATE]]}:", str(row["key"]))
        for column in self.inner:
            if own[column] is None and not self.fields[column].null:
                own[column] = self._case_places[row[TEMPLATE]]  # another case, not kept: its own will do
        for column in _account_columns(self.model):
            own[column] = self.accounts.place_of(row, column)
        for column, outer in self.outer.items():
            if own[column] is None or outer is SupplyAccount:
                continue
            if outer is Department:
                own[column] = self.ground.departments[_there(own[column], self.batch.department)]
            elif outer is ClockRule:
                own[column] = self.ground.rules[own[column]]
            elif outer is Staff:
                own[column] = int(own[column]) + row[TEMPLATE] * NUMBERS
            elif outer not in (District, ReadingSection, Customer):
                raise LookupError(f"{self.model._meta.label}.{column}: nothing stands for a {outer._meta.label}")
        return own

    def value(self, column: str) -> str:
        """The expression of a column."""
        own = f'r."{column}"'
        if column == "id":
            return self._key(self.model, own)
        if column in self.inner:
            return self._key(self.inner[column], own)
        if column in _account_columns(self.model):
            return self.accounts.sql(column)
        if column in self.outer:
            return self._outside(column, own)
        return self._plain(column, own)

    def _key(self, model: type[Model], place: str) -> str:
        if model not in self.bases:  # nothing of that model is there, so nothing points at it
            return "NULL::bigint"
        return f"{self.bases[model]} + (c.n - 1) * {len(self.all_rows[model])} + {place}"

    def _outside(self, column: str, own: str) -> str:
        outer = self.outer[column]
        if outer is Staff:
            return (
                f"(SELECT p.ids[1 + mod(c.n + p.turn + {own} / {NUMBERS}, cardinality(p.ids))] FROM bench_person p"
                f" WHERE p.home = {self.ground.homes[self.batch.department]} AND p.number = mod({own}, {NUMBERS}))"
            )
        if outer is District:
            places = self.ground.districts[self.batch.department]
            return f"CASE WHEN {own} IS NOT NULL THEN (ARRAY{places}::bigint[])[1 + mod(c.n, {len(places)})] END"
        if outer in (ReadingSection, Customer):
            key = self.ground.section if outer is ReadingSection else self.ground.customer
            return f"CASE WHEN {own} IS NOT NULL THEN {key}::bigint END"
        return own

    def _plain(self, column: str, own: str) -> str:
        label, kind = self.model._meta.label, self.fields[column]
        if self.model is Case and column == "case_number":
            day = "to_char((r.accepted_at + make_interval(days => c.days)) AT TIME ZONE 'Asia/Shanghai', 'YYMMDD')"
            return f"{day} || '-' || lpad(({self._key(Case, 'r.id')})::text, 6, '0')"
        if self.model is Case and column == "token":
            return "gen_random_uuid()"
        if self.model is Clock and column == "key":
            case = self._key(Case, "split_part(r.key, ':', 2)::bigint")
            return (
                f"CASE WHEN starts_with(r.key, 'case:') THEN"
                f" 'case:' || ({case}) || substr(r.key, 6 + length(split_part(r.key, ':', 2)))"
                f" ELSE r.key || ':' || ({self._key(Clock, 'r.id')}) END"
            )
        if (label, column) in OWN_TEXTS:
            return f"'B' || ({self._key(self.model, 'r.id')})"
        if isinstance(kind, DateTimeField):
            return f"{own} + make_interval(days => c.days)"
        if isinstance(kind, DateField):
            return f"{own} + c.days"
        return own


def _account_columns(model: type[Model]) -> list[str]:
    """The columns that name an account, with a foreign key or without."""
    outer = outer_keys(model)
    return [
        str(one.column)
        for one in model._meta.concrete_fields
        if outer.get(str(one.column)) is SupplyAccount or (one.column == "account_id" and one.column not in outer)
    ]


def _there(code: str, department: str) -> str:
    """The unit of another business department that is what this one is at home."""
    return code.replace(HOME, department)


def _reserve(cursor: Any, model: type[Model], count: int) -> int:
    """The first of `count` keys of a model that nobody else will get."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
    (sequence,) = cursor.fetchone()
    cursor.execute("SELECT nextval(%s)", [sequence])
    (first,) = cursor.fetchone()
    cursor.execute("SELECT setval(%s, %s)", [sequence, first + count])
    return int(first)


def _prepare(cursor: Any) -> Ground:
    """Look up what copies stand on, and lay the people and the accounts out as tables of this session."""
    homes = dict(Department.objects.filter(kind=DepartmentKind.BUSINESS).values_list("code", "pk"))
    ground = Ground(
        homes=homes,
        departments={code: pk for pk, code in natural_names(Department).items()},
        districts={
            code: list(District.objects.filter(department=pk).order_by("code").values_list("pk", flat=True))
            for code, pk in homes.items()
        },
        rules={name: pk for pk, name in natural_names(ClockRule).items()},
        section=ReadingSection.objects.order_by("pk").values_list("pk", flat=True)[0],
        customer=Customer.objects.order_by("pk").values_list("pk", flat=True)[0],
    )
    _lay_out_people(cursor, homes)
    _lay_out_accounts(cursor, ground)
    return ground


def _lay_out_people(cursor: Any, homes: Mapping[str, int]) -> None:
    """For each person of the home department who does the same elsewhere; `turn` keeps two of a team apart."""
    cursor.execute(
        "CREATE TEMP TABLE bench_person (home bigint, number bigint, turn int, ids bigint[]) ON COMMIT DROP"
    )
    staff = list(Staff.objects.filter(is_active=True).select_related("department").order_by("number"))
    roles: dict[int, tuple[str, ...]] = {
        person.pk: tuple(sorted(person.assignments.values_list("role", flat=True))) for person in staff
    }
    alike: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for person in staff:
        alike.setdefault((person.department.code, roles[person.pk]), []).append(person.pk)
    rows = []
    for person in staff:
        own = alike[person.department.code, roles[person.pk]]
        for code, home in homes.items():
            ids = alike.get((_there(person.department.code, code), roles[person.pk]), own)
            rows.append((home, int(person.number), own.index(person.pk), ids))
    cursor.executemany("INSERT INTO bench_person VALUES (%s, %s, %s, %s)", rows)
    cursor.execute("CREATE UNIQUE INDEX ON bench_person (home, number)")
    cursor.execute("ANALYZE bench_person")


def _lay_out_accounts(cursor: Any, ground: Ground) -> None:
    """The accounts of each department in a row, those that no case is open for; and how many there are."""
    cursor.execute(
        "CREATE TEMP TABLE bench_account ON COMMIT DROP AS"
        " SELECT department_id AS home, account_class = %s AS high, id,"
        " row_number() OVER (PARTITION BY department_id, account_class = %s ORDER BY id) - 1 AS place"
        " FROM book_supplyaccount a WHERE NOT EXISTS (SELECT FROM bizexpansion_case c WHERE c.account_id = a.id)",
        [AccountClass.HV, AccountClass.HV],
    )
    cursor.execute("CREATE UNIQUE INDEX ON bench_account (home, high, place)")
    cursor.execute("ANALYZE bench_account")
    cursor.execute("SELECT home, high, count(*) FROM bench_account GROUP BY 1, 2")
    codes = {pk: code for code, pk in ground.homes.items()}
    ground.pools = {(codes[home], high): count for home, high, count in cursor.fetchall() if home in codes}


@contextmanager
def _bare(cursor: Any, tables: Sequence[str]) -> Iterator[None]:
    """Without foreign keys, plain indexes, exclusions and audit for a while; made anew, they check every row."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('f', 'x') AND conrelid = ANY(%s::regclass[]) ORDER BY contype DESC, oid",
        [list(tables)],
    )
    constraints = cursor.fetchall()
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
        " WHERE NOT tgisinternal AND starts_with(tgname, 'audit_') AND tgrelid = ANY(%s::regclass[])",
        [list(tables)],
    )
    triggers = cursor.fetchall()
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while checks of it are put off
    for table, name, _definition in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    for table, name in triggers:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for _name, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in constraints:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    for table, name in triggers:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")
