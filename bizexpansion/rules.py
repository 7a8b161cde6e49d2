"""Who may do what in business expansion: each step by its roles, the rest by name."""

from __future__ import annotations

from bizexpansion.flows import current_flows
from crm.org.enums import OTHER_DEPARTMENTS, Role
from crm.org.permissions import grant

VIEW_CASE = "bizexpansion.view_case"
LOOK_UP_CASE = "bizexpansion.look_up_case"
"""Other departments are told which open cases of an account touch the grid, and no more of them."""
ASSIGN_TASK = "bizexpansion.assign_task"
SUSPEND_CASE = "bizexpansion.suspend_case"
REPLAN = "bizexpansion.replan"
EXTEND_PLAN = "bizexpansion.extend_plan"
EXTEND_TEMPORARY = "bizexpansion.extend_temporary"
ABORT_CASE = "bizexpansion.abort_case"
URGE_CASE = "bizexpansion.urge_case"
MARK_GREEN_CHANNEL = "bizexpansion.mark_green_channel"
HANDLE_PAPERS = "bizexpansion.handle_papers"
MIGRATE_CASE = "bizexpansion.migrate_case"
DECIDE_FOLLOW_UP = "bizexpansion.decide_follow_up"
VIEW_REPORTS = "bizexpansion.view_reports"
CHOOSE_PROFILE = "bizexpansion.choose_profile"

HANDLERS = tuple(role for role in Role if role.value.startswith("R"))


def step_permission(form: str) -> str:
    """The permission to do a step, by the key of its form."""
    return f"bizexpansion.{form}"


def register() -> None:
    """Declare the permissions of the app; called when it is ready."""
    for graph in current_flows():
        for step in graph.steps.values():
            for form in step.forms:
                grant(step_permission(form), *step.roles)
    grant(VIEW_CASE, *HANDLERS, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.CALL_AGENT, Role.AUDIT_ADMIN)
    grant(LOOK_UP_CASE, *OTHER_DEPARTMENTS)
    grant(ASSIGN_TASK, Role.R2, Role.MANAGER)
    grant(MIGRATE_CASE, Role.SYSTEM_ADMIN)
    grant(SUSPEND_CASE, Role.R6, Role.MANAGER)
    grant(REPLAN, Role.R4, Role.R6, Role.MANAGER)
    grant(EXTEND_PLAN, Role.R1, Role.R4, Role.R6, Role.MANAGER)
    grant(EXTEND_TEMPORARY, Role.R1, Role.R6, Role.R12, Role.MANAGER)
    grant(ABORT_CASE, Role.R1, Role.R6, Role.MANAGER)
    grant(URGE_CASE, Role.R1, Role.R6, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.CALL_AGENT)
    grant(MARK_GREEN_CHANNEL, Role.R6, Role.MANAGER)
    grant(DECIDE_FOLLOW_UP, Role.R1, Role.R6, Role.ACCOUNT_MANAGER, Role.MANAGER)
    grant(VIEW_REPORTS, Role.R2, Role.R5, Role.R6, Role.MANAGER, Role.AUDIT_ADMIN)
    grant(CHOOSE_PROFILE, Role.MANAGER, Role.SYSTEM_ADMIN)
    grant(HANDLE_PAPERS, *HANDLERS, Role.ACCOUNT_MANAGER)
