"""What people write at each step of a new high-voltage supply; the walks of demo and tests build upon it."""

from __future__ import annotations

from bizexpansion.demo.records import connecting, construction, planning  # noqa: F401 - they name their steps
from bizexpansion.demo.records.hands import STEPS, Applicant, Arguments, Fields, Hands, papers
from bizexpansion.demo.records.planning import application_arguments, plan_arguments
from bizexpansion.models import Task

__all__ = ["Applicant", "Arguments", "Hands", "application_arguments", "papers", "plan_arguments", "step_arguments"]


def step_arguments(hands: Hands, task: Task, fields: Fields) -> Arguments:
    """The operation of a task, and what it takes; `fields` replace those of the step's record."""
    return STEPS[task.node](hands, task, fields)
