"""The rows of the list of cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bizexpansion.enums import TaskState
from bizexpansion.models import Case, Task
from bizexpansion.queries.case import step_name
from bizexpansion.queries.of_customer import flow_name


@dataclass(frozen=True)
class CaseRow:
    """A case with the names of its open steps."""

    case: Case
    steps: Sequence[Any]

    @property
    def flow_name(self) -> Any:
        """The business, in the reader's language."""
        return flow_name(self.case)

    @property
    def customer(self) -> str:
        """A firm by its name, a person masked."""
        return self.case.masked_title


def case_rows(cases: Sequence[Case]) -> list[CaseRow]:
    """Rows with their open steps; one query for all of them."""
    by_id = {case.pk: case for case in cases}
    steps: dict[int, list[Any]] = defaultdict(list)
    tasks = Task.objects.filter(case__in=list(by_id), state=TaskState.OPEN).order_by("pk")
    for case_id, node in tasks.values_list("case_id", "node"):
        steps[case_id].append(step_name(by_id[case_id], node))
    return [CaseRow(case, _counted(steps[case.pk])) for case in cases]


def _counted(names: Sequence[Any]) -> list[Any]:
    """Each name once; rows of a batch that stand in the same step are counted."""
    return [name if n == 1 else f"{name} ×{n}" for name, n in Counter(names).items()]
