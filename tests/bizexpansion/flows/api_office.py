"""Any flow over the API: what the pages' tables type, sent as JSON on top of what the API says is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import time_machine
from rest_framework.test import APIClient

from bizexpansion.enums import TaskState
from bizexpansion.forms.base import StepSpec
from bizexpansion.models import Case
from bizexpansion.steps import accept_spec, spec_of
from crm.org.models import Staff
from tests.bizexpansion.flows.office import Office, Values

API = "/api/v1/"


def nested(spec: StepSpec, posted: Values, described: Mapping[str, Any]) -> dict[str, Any]:
    """Posted data as JSON, with what is known: `sources-0-line` becomes the line of the first of the sources.

    As in a browser, a new row begins with its presets, and there are no more rows than the page offers.
    """
    values, tables = _values(described["fields"]), _tables(described)
    offered = {row.name: len(tables[row.name]) + max(row.extra, row.minimum) for row in spec.rows}
    presets = {rows["name"]: _values(rows["fields"]) for rows in described["rows"]}
    if spec.papers:
        tables["papers"], offered["papers"] = {}, 40
    for name, value in posted.items():
        relation, _, rest = name.partition("-")
        index, _, key = rest.partition("-")
        if relation not in tables or not rest:
            values[name] = value
        elif index.isdecimal() and int(index) < int(posted.get(f"{relation}-TOTAL_FORMS", offered[relation])):
            row = tables[relation].setdefault(int(index), _new(spec, relation, int(index), presets))
            if key != "present":
                row[key] = value
    return values | {name: [rows[index] for index in sorted(rows)] for name, rows in tables.items() if rows}


def _tables(described: Mapping[str, Any]) -> dict[str, dict[int, dict[str, Any]]]:
    return {rows["name"]: dict(enumerate(rows["known"])) for rows in described["rows"]}


def _new(spec: StepSpec, relation: str, index: int, presets: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    if relation == "papers":
        return {"kind": spec.papers[index]} if index < len(spec.papers) else {"kind": "M-OTHER"}
    return dict(presets[relation])


def _values(fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {field["name"]: field["value"] for field in fields if field["value"] is not None}


def packed(values: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A request with these values: as JSON, or as multipart where a file goes along."""
    files = {name: value for name, value in values.items() if hasattr(value, "read")}
    plain = {name: value for name, value in values.items() if name not in files}
    if not files:
        return {"data": {**more, "values": plain}, "format": "json"}
    return {"data": {**more, **files, "values": json.dumps(plain, default=str)}, "format": "multipart"}


class ApiOffice(Office):
    """One case of one table, everybody with a phone or a console instead of a page."""

    def api(self, person: Staff) -> APIClient:
        """The client of a person."""
        client = APIClient()
        client.force_authenticate(person)
        return client

    def accept(self, **values: Any) -> Any:
        """Send the application; returns the answer, and keeps the case where it was accepted."""
        with time_machine.travel(self.now):
            client, code = self.api(self.company.who("R1")), self.table.code
            described = client.get(f"{API}cases/form/", {"flow": code}).json()
            spec = accept_spec(self.graph)
            given = nested(spec, {**self.table.accept(self), **values}, described)
            answer = client.post(f"{API}cases/", **packed(given, flow=code))
        if answer.status_code == 201:
            self.case = Case.objects.get(case_number=answer.json()["case_number"])
        return answer

    def do(self, node: str, **values: Any) -> Any:
        """Ask what the step wants, send it twenty minutes later; returns the answer."""
        self.now += timedelta(minutes=20)
        task = self.case.tasks.filter(node=node, state=TaskState.OPEN).order_by("id")[0]
        task.case = self.case
        person, url = self.person(task), f"{API}tasks/{task.pk}/"
        typed_now = {**self.values(node), **values}
        with time_machine.travel(self.now):
            client = self.api(person)
            tag = client.get(url)["ETag"]
            described = client.get(f"{url}form/")
            assert described.status_code == 200, (node, described.json())
            given = nested(spec_of(task), typed_now, described.json())
            answer = client.post(f"{url}complete/", **packed(given), headers={"if-match": tag})
        if answer.status_code == 200:
            self.signed[node] = person.number
            self.case.refresh_from_db()
        return answer

    def must(self, node: str, **values: Any) -> None:
        """Do a step that has to succeed."""
        answer = self.do(node, **values)
        assert answer.status_code == 200, (node, answer.json())
