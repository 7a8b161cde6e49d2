"""Any flow over the API: what the pages' tables type, sent as JSON on top of what the API says is known."""

from __future__ import annotations

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


def nested(spec: StepSpec, posted: Values) -> dict[str, Any]:
    """Posted data as JSON: `sources-0-line` becomes the line of the first of the sources."""
    rows = {row.name for row in spec.rows} | {"papers"}
    values: dict[str, Any] = {}
    for name, value in posted.items():
        relation, _, rest = name.partition("-")
        index, _, key = rest.partition("-")
        if relation not in rows or not rest:
            values[name] = value
        elif index.isdecimal():
            row = values.setdefault(relation, {}).setdefault(int(index), {})
            if key == "present":
                row.setdefault("kind", spec.papers[int(index)])
            else:
                row[key] = value
    return {
        name: [value[index] for index in sorted(value)] if name in rows and isinstance(value, dict) else value
        for name, value in values.items()
    }


def known_of(described: Mapping[str, Any]) -> dict[str, Any]:
    """What a form that the API describes holds already, as it is sent back."""
    return _values(described["fields"]) | {
        rows["name"]: rows["known"] for rows in described["rows"] if rows["known"]
    }


def merged(described: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, with what is typed over it; row by row in rows, where a new row begins with its presets."""
    whole, presets = known_of(described), {rows["name"]: _values(rows["fields"]) for rows in described["rows"]}
    for name, value in given.items():
        if name in presets:
            before = whole.get(name, [])
            longest = range(max(len(before), len(value)))
            whole[name] = [{**_at(before, one, presets[name]), **_at(value, one, {})} for one in longest]
        else:
            whole[name] = value
    return whole


def _values(fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {field["name"]: field["value"] for field in fields if field["value"] is not None}


def _at(rows: list[dict[str, Any]], index: int, otherwise: dict[str, Any]) -> dict[str, Any]:
    return rows[index] if index < len(rows) else otherwise


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
            given = merged(described, nested(spec, {**self.table.accept(self), **values}))
            answer = client.post(f"{API}cases/", {"flow": code, "values": given}, format="json")
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
            given = merged(described.json(), nested(spec_of(task), typed_now))
            answer = client.post(f"{url}complete/", {"values": given}, format="json", headers={"if-match": tag})
        if answer.status_code == 200:
            self.signed[node] = person.number
            self.case.refresh_from_db()
        return answer

    def must(self, node: str, **values: Any) -> None:
        """Do a step that has to succeed."""
        answer = self.do(node, **values)
        assert answer.status_code == 200, (node, answer.json())
