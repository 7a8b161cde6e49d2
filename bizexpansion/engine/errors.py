"""What the engine refuses, in a form the caller can turn into words."""

from __future__ import annotations


class EngineError(Exception):
    """A move that the flow does not allow."""


class NotOpen(EngineError):
    """The step is not open.

    ``state`` says why: "done" (``visit``, ``outcome``), "ahead", "undone" (returned or cancelled), "reopened"
    (open, but in another ``visit`` than the caller meant), "finished" (the case is).
    """

    def __init__(self, node: str, instance: str, state: str, visit: int = 0, outcome: str = "") -> None:
        super().__init__(f"{node} {instance}".strip() + f" is not open: {state}")
        self.node, self.instance, self.state, self.visit, self.outcome = node, instance, state, visit, outcome


class UnknownStep(EngineError):
    """The flow has no such step."""


class UnknownOutcome(EngineError):
    """The step has no such exit."""


class ConditionUnknown(EngineError):
    """A condition that must be computed now was not given."""


class ConditionsContradict(EngineError):
    """The conditions given break what the flow declares about them."""


class NotReturnable(EngineError):
    """The target of a return or withdrawal has not been done, or was followed by work already done."""


class Sealed(EngineError):
    """A sealing step has been done: nothing before it can be undone."""


class NoRows(EngineError):
    """A batch begins without rows."""
