"""Operations of migrations that Django has not (nothing here knows a model)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Create many tables one after another, as a list of CreateModel would.

    After each CreateModel Django makes all models anew that hang together with it; where 150 tables hang together
    that takes most of a minute. Here they are made once, with all tables known.
    """

    category = OperationCategory.ADDITION

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = list(tables)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """As Django writes an operation."""
        return self.__class__.__name__, [self.tables], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """All tables are known; the models are made when somebody asks for them."""
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the tables in their order: a foreign key points to an earlier one, or to an earlier migration."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop them again, the last one first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return f"Create {len(self.tables)} tables"
