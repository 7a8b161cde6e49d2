"""Every list leaves as a sheet: what its page shows, cell by cell, so that nothing leaves that the page hides.

A list need not declare anything. Its heads come from the block `columns` of its template, its cells from its
`rows_template`; masks, words and scope are those of the page. Where a sheet shall say more than the page (or
personal data in clear for those who may), an app registers a `ListExport` and names it in `export_key`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.template import Context, Engine, Template
from django.template.loader import render_to_string
from django.template.loader_tags import BlockNode, ExtendsNode
from django.urls import NoReverseMatch, URLResolver, get_resolver, get_urlconf, resolve, reverse

from crm.errors import OutOfScope
from crm.web.keyset import paginate
from crm.web.lists import OF, ListPage

ROWS_AT_ONCE = 500
_SILENT = {"button", "form", "select", "script", "style"}


def find_page_sheet(key: str) -> PageSheet | None:
    """The list at the address of this name, as something that can be exported."""
    page = _pages(get_urlconf()).get(key)
    return PageSheet(key, page) if page else None


@cache
def _pages(urlconf: str | None) -> dict[str, type[ListPage]]:
    return dict(list_pages(get_resolver(urlconf)))


def list_pages(resolver: URLResolver) -> Iterator[tuple[str, type[ListPage]]]:
    """All lists below an address, by the names of their addresses."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from list_pages(pattern)
            continue
        page = getattr(pattern.callback, "view_class", None)
        if pattern.name and isinstance(page, type) and issubclass(page, ListPage):
            yield pattern.name, page


@dataclass(frozen=True)
class PageSheet:
    """A page of a list; fulfils `crm.imports.exporting.Exportable`. `key` is the name of its address."""

    key: str
    page: type[ListPage]
    has_clear: bool = False

    @property
    def permission(self) -> str:
        """Who may open the page."""
        return self.page.permission

    @property
    def label(self) -> str:
        """The title of the page; where that is a record's name, what the page says of its table."""
        return self._block("title", {}) or self._block("caption", {}) or self.key

    def rows(self, user: Any, query: QueryDict) -> QuerySet[Any]:
        """The rows of the page for this person under these filters. Raises OutOfScope as the page does."""
        return self._open(user, query)[1]

    def lines(self, user: Any, query: QueryDict, *, is_clear: bool) -> Iterator[list[Any]]:
        """First the heads, then the cells of each row. The page's statements run once for each 500 rows."""
        page, queryset = self._open(user, query)
        order, after, heads = page.get_order(), None, list[str]()
        around: dict[str, Any] = {"request": page.request, "user": user}
        while True:
            part = paginate(queryset, order=order, after=after, size=ROWS_AT_ONCE)
            rows = page.get_rows(part)
            if after is None:
                around |= page.extra() | {"may_pick": False}
                heads = [str(head) for head in next(cells_of(f"<tr>{self._block('columns', around)}</tr>"), [])]
                yield heads
            cells = cells_of(render_to_string(self.page.rows_template, around | {"page": part, "rows": rows}))
            yield from (row[: len(heads)] for row in cells)
            if not part.next:
                return
            after = part.next

    def _open(self, user: Any, query: QueryDict) -> tuple[ListPage, QuerySet[Any]]:
        """The page as its address would open it, and its rows."""
        filters = query.copy()
        of = {name.removeprefix(OF): filters.pop(name)[-1] for name in list(filters) if name.startswith(OF)}
        request: Any = HttpRequest()
        try:
            request.path = reverse(self.key, kwargs=of)
        except NoReverseMatch:
            raise OutOfScope from None
        request.method, request.user, request.GET, request.htmx = "GET", user, filters, False
        page = self.page()
        page.setup(request, **resolve(request.path).kwargs)
        return page, page.get_filtered()[0]

    def _block(self, name: str, values: dict[str, Any]) -> str:
        """What a block of the page's template says with these values; empty without such a block."""
        template, context = Engine.get_default().get_template(self.page.template_name), Context(values)
        with context.bind_template(template):
            block = _find_block(template, name, context)
            return " ".join(block.nodelist.render(context).split()) if block else ""


def _find_block(template: Template, name: str, context: Context) -> BlockNode | None:
    """The block of a template, or of the one that it extends."""
    for node in template.nodelist.get_nodes_by_type(BlockNode):
        if isinstance(node, BlockNode) and node.name == name:
            return node
    for node in template.nodelist.get_nodes_by_type(ExtendsNode):
        if isinstance(node, ExtendsNode):
            return _find_block(node.get_parent(context), name, context)
    return None


def cells_of(html: str) -> Iterator[list[Any]]:
    """The cells of each row of a table as a reader sees them; amounts in columns of numbers as numbers."""
    parser = _Cells()
    parser.feed(html)
    parser.close()
    yield from parser.rows


class _Cells(HTMLParser):
    """Collects the text of cells; of a drawing its title, of controls nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[Any]] = []
        self._text: list[str] | None = None
        self._is_number = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new row, a new cell, or the begin of what is not read."""
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._text, self._is_number = [], "number" in (dict(attrs).get("class") or "").split()
        elif tag in _SILENT:
            self._silent += 1
        elif self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """The cell is complete."""
        if tag in _SILENT:
            self._silent -= 1
        elif tag in ("td", "th") and self._text is not None and self.rows:
            words = " ".join("".join(self._text).split())
            self.rows[-1].append(_number(words) if self._is_number else words)
            self._text = None

    def handle_data(self, data: str) -> None:
        """What can be read."""
        if self._text is not None and not self._silent:
            self._text.append(data)


def _number(words: str) -> Any:
    """¥1,204.50 and 1,204 as numbers, anything else (with a unit, a dash) as it stands."""
    try:
        value = Decimal(words.removeprefix("¥").replace(",", ""))
    except InvalidOperation:
        return words
    return value if value.is_finite() else words
