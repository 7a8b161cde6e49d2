"""The demo logins that ``make run`` prints: one for each role."""

from dataclasses import dataclass

from crm.local.seed.org_plan import demo_person
from crm.local.seed.organisation import DEMO_PASSWORD
from crm.org.enums import Role
from crm.org.models import Staff


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
    people = {role: demo_person(role).number for role in Role}
    present = set(Staff.objects.filter(number__in=people.values(), is_active=True).values_list("number", flat=True))
    return [
        DemoLogin(role=str(role.label), username=number, password=DEMO_PASSWORD)
        for role, number in people.items()
        if number in present
    ]
