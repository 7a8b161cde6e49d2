"""The demo logins that ``make run`` prints: one for each role."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoLogin:
    """A person of the demo data who may sign in."""

    role: str
    username: str
    password: str

    def __str__(self) -> str:
        """Return the line that the terminal shows."""
        return f"  {self.username:<16} {self.password:<16} {self.role}"


def demo_logins() -> list[DemoLogin]:
    """Return one login for each role, as far as these persons are in the database."""
    return []
