"""Who may do what in metering.

What a customer owes and pays is seen by those who handle money, terms or the customer himself; who builds, meters
and switches does not need it (个人信息保护法 art. 6: no more than the purpose needs). Asking for a refund and
paying it out belong to different people (workflows.md 2.2, A35 and A30).
"""

from crm.org.enums import Role
from crm.org.permissions import grant

HANDLERS = tuple(role for role in Role if role.value.startswith("R"))
EVERYBODY = (*HANDLERS, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.CALL_AGENT)
MONEY_READERS = (
    Role.R1,
    Role.R5,
    Role.R6,
    Role.R7,
    Role.R8,
    Role.R11,
    Role.R12,
    Role.R16,
    Role.ACCOUNT_MANAGER,
    Role.MANAGER,
    Role.CALL_AGENT,
)

VIEW_BILLS = "metering.view_bills"
VIEW_READINGS = "metering.view_readings"
VIEW_LEDGER = "metering.view_ledger"
POST_CHARGE = "metering.post_charge"
POST_PAYMENT = "metering.post_payment"
REVERSE_PAYMENT = "metering.reverse_payment"
REQUEST_REFUND = "metering.request_refund"
PAY_REFUND = "metering.pay_refund"
SETTLE_ACCOUNT = "metering.settle_account"
UNDO_SETTLEMENT = "metering.undo_settlement"
"""What a case has posted goes back with it: whoever may send a case back or end it. No page offers it by itself."""
APPROVE_BAD_DEBT = "metering.approve_bad_debt"


def declare() -> None:
    """Register the permissions of this app."""
    grant(VIEW_READINGS, *EVERYBODY)
    grant(VIEW_BILLS, *MONEY_READERS)
    grant(VIEW_LEDGER, *MONEY_READERS)
    grant("metering.import_readings", Role.R16)
    grant(POST_CHARGE, Role.R7, Role.R16)
    grant(POST_PAYMENT, Role.R8)
    grant(REVERSE_PAYMENT, Role.R8, Role.R16)
    grant(REQUEST_REFUND, Role.R7, Role.R16)
    grant(PAY_REFUND, Role.R8)
    grant(SETTLE_ACCOUNT, Role.R8, Role.R16)
    grant(UNDO_SETTLEMENT, *EVERYBODY)
    grant(APPROVE_BAD_DEBT, Role.R5, Role.MANAGER)
