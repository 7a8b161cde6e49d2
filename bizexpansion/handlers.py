"""What business expansion does because of facts: tell the people whose desk a task has landed on."""

from __future__ import annotations


def register() -> None:
    """Listen to the outbox; called when the app is ready."""
