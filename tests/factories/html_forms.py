"""A form of a page as a browser without scripts would send it."""

from __future__ import annotations

from html.parser import HTMLParser


class _FormReader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.fields: dict[str, str | list[str]] = {}
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            self.inside = values.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "input" and name:
            kind = values.get("type", "text")
            if kind in ("file", "submit") or (kind in ("checkbox", "radio") and "checked" not in values):
                return
            self._add(name, values.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in values:
            self._add(self.select, values.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            if self.select and self.inside:
                self.fields.setdefault(self.select, "")
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea] = str(self.fields[self.textarea]) + data.removeprefix("\n")

    def _add(self, name: str, value: str) -> None:
        before = self.fields.get(name)
        if before is None:
            self.fields[name] = value
        else:
            self.fields[name] = [*(before if isinstance(before, list) else [before]), value]


def fields_of(html: str, form_id: str = "step-form") -> dict[str, str | list[str]]:
    """What the form with that id would send as it stands, without files; empty where there is no such form."""
    reader = _FormReader(form_id)
    reader.feed(html)
    return reader.fields
