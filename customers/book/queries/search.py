"""What the search box finds in the book: one statement over `SearchTerm` and the hashes of ID numbers.

How it stays quick for every text, the frequent and the one without a match, stands in
docs/decisions/0003-search.md: each kind of text is asked for in stages that exclude each other (equal, begins
with, contains in the sample, contains in the index), and PostgreSQL runs a stage only while those before it have
not filled the limit. Hits show masked values only. Only names of columns are composed into the statement here;
what somebody typed is always a parameter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.org.enums import DepartmentKind
from crm.org.models import Department
from crm.org.permissions import scope_of
from crm.registries import SearchHit
from crm.search.normal import Query
from crm.web.masks import mask_phone
from customers.book.enums import AccountStatus, ContactPurpose, IdKind
from customers.book.models import SupplyAccount, TermKind
from customers.book.models.search import SAMPLED
from customers.book.queries.accounts import visible_accounts
from customers.book.rules import LOOK_UP, VIEW_ACCOUNT
from customers.book.sealed import TAIL, hash_of, tail_hash_of

MOST = 8
"""Hits of one kind that are shown."""

GROUPS = {
    TermKind.ACCOUNT: _("account number"),
    TermKind.METER: _("meter number"),
    TermKind.PHONE: _("phone"),
    TermKind.NAME: _("customer name"),
    TermKind.INITIALS: _("customer name"),
    TermKind.ADDRESS: _("address"),
    "ID": _("ID number"),
    "CUSTOMER": _("customer number"),
    "CONTRACT": _("contract number"),
}
NUMBERS = (TermKind.ACCOUNT, TermKind.METER, TermKind.PHONE)
PLACES = (TermKind.ACCOUNT, TermKind.METER)
OUTAGE_PHONE = (
    f"kind = '{TermKind.PHONE}' AND EXISTS (SELECT FROM book_contactperson c"
    f" WHERE c.id = book_searchterm.source_id AND c.purpose = '{ContactPurpose.OUTAGE}')"
)
EXACT = 0
SHORTEST_NUMBER, LONGEST_IN_TEXT, SHORTEST_PHONE, LONGEST_END = 3, 6, 7, 8
"""Digits: from 3 on they are a part of a number and no house number, beyond 6 no part of a name either.
Other departments find an outage contact from 7 digits of the phone on."""
NO_DETOUR = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off; "
"""Goes with the statement, in one round trip. Where pieces are frequent the planner takes the whole table for a
short way to eight hits; and to compile a statement takes longer than to run it."""


@dataclass(frozen=True)
class Part:
    """One branch of the statement: rows of (rank, kind, account, text), rank 0 for an exact identifier."""

    sql: str
    values: tuple[Any, ...]


def account_url(account: SupplyAccount) -> str:
    """The customer page with this account in view."""
    return reverse("customer-account", args=[account.customer_id, account.account_number])


def find_in_book(user: Any, typed: str) -> list[SearchHit]:
    """The accounts that a person may see and that something typed points at; two or three queries.

    By account number, meter number, phone or a part of them (three digits or more), name or a part of it (two
    characters; one finds the beginning of names), pinyin initials, a part of the address, the number of an ID
    document or its last six characters, customer number, contract number.
    """
    sql, values = statement(user, Query.of(typed))
    if not sql:
        return []
    found: dict[int, tuple[int, str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(NO_DETOUR + sql, values)
        for rank, kind, account_id, text in sorted(cursor.fetchall(), key=lambda row: row[0]):
            found.setdefault(account_id, (rank, kind, text))
    accounts = visible_accounts(user, LOOK_UP).in_bulk(found.keys())
    return [_hit(accounts[pk], *match) for pk, match in found.items() if pk in accounts]


def statement(user: Any, query: Query) -> tuple[str, list[Any]]:
    """The one statement of a search for what this person may see, with its values; empty if nothing can match.

    Its rows are (rank, kind, account, text). Send it behind `NO_DETOUR`.
    """
    whole = _departments(user, VIEW_ACCOUNT)
    some = sorted(set(_departments(user, LOOK_UP)) - set(whole))
    if not query.text or not (whole or some):
        return "", []
    parts = [*(_parts(query, whole) if whole else ()), *(_parts_looked_up(query, some) if some else ())]
    if not parts:
        return "", []
    return " UNION ALL ".join(f"({part.sql})" for part in parts), [v for part in parts for v in part.values]


def _departments(user: Any, permission: str) -> list[int]:
    """The business departments in which this person may do that; city-wide roles may in all."""
    scope = scope_of(user, permission)
    if scope.everywhere:
        business = Department.objects.filter(kind=DepartmentKind.BUSINESS)
        return list(business.order_by("pk").values_list("pk", flat=True))
    return sorted(scope.departments)


def _parts(query: Query, departments: list[int]) -> Iterator[Part]:
    if query.is_number and len(query.text) >= SHORTEST_NUMBER:
        yield _terms(NUMBERS, query, departments)
    yield from _words(query, departments)
    yield from _codes(query, departments)


def _parts_looked_up(query: Query, departments: list[int]) -> Iterator[Part]:
    """What other departments find: no phone but that of an outage contact, no ID document, no contract."""
    length = len(query.text)
    if query.is_number and length >= SHORTEST_NUMBER:
        yield _terms(PLACES, query, departments, only=f"kind IN ('{TermKind.ACCOUNT}', '{TermKind.METER}')")
    if query.is_number and length >= SHORTEST_PHONE:
        yield _terms((TermKind.PHONE,), query, departments, only=OUTAGE_PHONE)
    yield from _words(query, departments)


def _words(query: Query, departments: list[int]) -> Iterator[Part]:
    length, is_digits = len(query.text), query.is_number
    if not is_digits or length <= LONGEST_IN_TEXT:
        yield _terms((TermKind.NAME,), query, departments)
    if query.is_letters and length > 1:
        yield _initials(query, departments)
    if length > 1 and not (is_digits and length >= SHORTEST_NUMBER):
        yield _terms((TermKind.ADDRESS,), query, departments)


def _terms(kinds: tuple[TermKind, ...], query: Query, departments: list[int], *, only: str = "TRUE") -> Part:
    """Texts of these kinds: equal, beginning with, containing what was typed, in this order; `only` some rows."""
    numbers = kinds[0] in NUMBERS
    text, begins, contains = query.text, f"{query.text}%", f"%{query.text}%"
    here = f"department_id = ANY (%s) AND kind = ANY (%s) AND {only}"
    place = (departments, [str(kind) for kind in kinds])
    within, inner = "text LIKE %s AND text NOT LIKE %s", [contains, begins]
    stages = [
        Part(f"{here} AND text = %s", (*place, text)),
        Part(f"{here} AND text LIKE %s AND text <> %s", (*place, begins, text)),
    ]
    if numbers:  # who typed a whole number is not looking for others that contain it
        within += f" AND NOT EXISTS (SELECT FROM book_searchterm WHERE {stages[0].sql})"
        inner += stages[0].values
    if len(text) > 1:
        pieces = _pieces("#" if numbers else str(kinds[0]), query, departments)
        holds = " OR ".join([f"{PIECES} @> %s::text[]"] * len(pieces))
        stages += [
            Part(f"{here} AND account_id %% {SAMPLED} = 0 AND {within}", (*place, *inner)),
            Part(
                f"kind <> 'I' AND {only} AND ({holds}) AND account_id %% {SAMPLED} <> 0 AND {within}",
                (*pieces, *inner),
            ),
        ]
    branches = " UNION ALL ".join(
        f"(SELECT {rank if numbers else rank + 1}, kind, account_id, text FROM book_searchterm"
        f" WHERE {stage.sql} LIMIT {MOST})"
        for rank, stage in enumerate(stages)
    )
    return Part(
        f"SELECT * FROM ({branches}) s LIMIT {MOST}", tuple(value for stage in stages for value in stage.values)
    )


PIECES = "book_search_pieces(department_id, kind, text)"
"""The expression of the index `search_term_pieces`, letter by letter."""


def _pieces(field: str, query: Query, departments: list[int]) -> list[list[str]]:
    """For each department the keys that a text containing the query has; a long query is told by its first ones.

    Of account and meter numbers the index holds the last six digits, so seven or eight digits, the end of such a
    number, are told by their last six; more are a whole number or most of a phone, of which it holds all pieces.
    """
    told = query.text[-TAIL:] if len(query.text) <= LONGEST_END else query.text
    grams = Query.of(told).grams(3) if field == "#" else query.grams(2)[:12]
    return [[f"{department}{field}{gram}" for gram in grams] for department in departments]


def _initials(query: Query, departments: list[int]) -> Part:
    """Names whose pinyin begins so; the index keeps the first eight letters."""
    return Part(
        "SELECT 2, kind, account_id, text FROM book_searchterm"
        f" WHERE department_id = ANY (%s) AND kind = 'I' AND text LIKE %s LIMIT {MOST}",
        (departments, f"{query.text[:8]}%"),
    )


def _codes(query: Query, departments: list[int]) -> Iterator[Part]:
    """Exact numbers that are no terms: of ID documents by their hashes, of customers and contracts."""
    code = query.text.upper()
    if not query.is_code or not TAIL <= len(code) <= 30:
        return
    customer = "book_customer c JOIN book_supplyaccount a ON a.customer_id = COALESCE(c.merged_into_id, c.id)"
    if len(code) == TAIL:
        yield _exact("ID", customer, "c.id_tail_hash", tail_hash_of(code), departments)
    else:
        # The index of these hashes begins with the kind of document.
        kinds = ", ".join(f"'{kind}'" for kind in IdKind.values if kind)
        yield _exact("ID", customer, f"c.id_kind IN ({kinds}) AND c.id_hash", hash_of(code), departments)
    if code.startswith("K"):
        yield _exact("CUSTOMER", customer, "c.customer_number", code, departments)
    if code.startswith("HT"):
        contract = "book_contract t JOIN book_supplyaccount a ON a.id = t.account_id"
        yield _exact("CONTRACT", contract, "t.number", code, departments)


def _exact(kind: str, source: str, column: str, value: str, departments: list[int]) -> Part:
    return Part(
        f"SELECT {EXACT}, '{kind}', a.id, '' FROM {source}"
        f" WHERE {column} = %s AND a.department_id = ANY (%s) LIMIT {MOST}",
        (value, departments),
    )


def _hit(account: SupplyAccount, rank: int, kind: str, text: str) -> SearchHit:
    details = [account.masked_address, str(account.get_account_class_display())]
    if kind == TermKind.PHONE:
        details.insert(0, mask_phone(text))
    elif kind == TermKind.METER:
        details.insert(0, text)
    if account.status != AccountStatus.NORMAL:
        details.append(str(account.get_status_display()))
    return SearchHit(
        url=account_url(account),
        title=f"{account.account_number} {account.masked_name}",
        detail=" · ".join(details),
        group=GROUPS[kind],
        exact=rank == EXACT,
    )
