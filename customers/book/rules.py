"""Who may do what with the book.

`book.change_supply` covers every write that a case makes step by step (open, build, meter, contract,
energise, archive and their compensations): which person may do which step is said once, in the flow, and
must not be said a second time here. No page and no API route offers these operations by themselves.
"""

from crm.org.enums import OTHER_DEPARTMENTS, Role
from crm.org.permissions import grant

VIEW_ACCOUNT = "book.view_account"
VIEW_CONTACTS = "book.view_contacts"
"""All contact persons, the ID number and the mailing address; without it the outage contact alone."""
VIEW_TERMS = "book.view_terms"
"""Prices and contracts."""
VIEW_CREDIT = "book.view_credit"
"""Risk grade; arrears are `metering.view_bills`."""
LOOK_UP = "book.look_up_account"
"""The part of an account that other departments need; who may view the account may look it up."""
VIEW_DEVICE = "book.view_device"
CHANGE_SUPPLY = "book.change_supply"
EDIT_CONTACT = "book.edit_contact"
EDIT_ACCOUNT = "book.edit_account"
"""Correct slips in name and address; what changes the contract is the business of a flow."""
EDIT_CUSTOMER = "book.edit_customer"
REVEAL_PERSONAL_DATA = "book.reveal_personal_data"
REVEAL_OUTAGE_CONTACT = "book.reveal_outage_contact"
VIEW_SEEN = "book.view_seen"
KEEP_STORE = "book.keep_store"
KEEP_SECTIONS = "book.keep_sections"
SET_IMPORTANCE = "book.set_importance"
SET_KEY_ACCOUNT = "book.set_key_account"
SET_RISK = "book.set_risk_grade"
SET_INDUSTRY = "book.set_industry"
USE_SEGMENTS = "book.use_segments"
SHARE_SEGMENT_WITH_ALL = "book.share_segment_with_all"
VIEW_QUALITY = "book.view_quality"
MEND_QUALITY = "book.mend_quality"
ASSIGN_QUALITY = "book.assign_quality"
KEEP_STREETS = "book.keep_streets"
VIEW_DUPLICATE = "book.view_duplicate"
MERGE_CUSTOMERS = "book.merge_customers"
CONSENT_TO_MERGE = "book.consent_to_merge"

HANDLERS = tuple(role for role in Role if role.value.startswith("R"))
"""R1 to R18: everybody who handles a step of a case."""


def register() -> None:
    """Declare the permissions; called when the app is ready."""
    everybody_at_work = (*HANDLERS, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.CALL_AGENT)
    for permission in (VIEW_ACCOUNT, VIEW_CONTACTS, VIEW_TERMS, VIEW_CREDIT):
        grant(permission, *everybody_at_work)
    grant(LOOK_UP, *everybody_at_work, *OTHER_DEPARTMENTS)
    grant(CHANGE_SUPPLY, *everybody_at_work)
    grant(VIEW_DEVICE, Role.R2, Role.R4, Role.R11, Role.R13, Role.R15, Role.R16, Role.MANAGER)
    grant(EDIT_CONTACT, Role.R1, Role.R6, Role.R12, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.CALL_AGENT)
    grant(EDIT_ACCOUNT, Role.R1, Role.R12, Role.R18, Role.ACCOUNT_MANAGER, Role.MANAGER)
    grant(EDIT_CUSTOMER, Role.R1, Role.R12, Role.R18, Role.ACCOUNT_MANAGER, Role.MANAGER, Role.CALL_AGENT)
    grant(REVEAL_PERSONAL_DATA, *everybody_at_work)
    grant(REVEAL_OUTAGE_CONTACT, *everybody_at_work, *OTHER_DEPARTMENTS)
    grant(VIEW_SEEN, Role.AUDIT_ADMIN, Role.MANAGER)
    grant(KEEP_STORE, Role.R13)
    grant(KEEP_SECTIONS, Role.R16, Role.MANAGER)
    grant(SET_IMPORTANCE, Role.R11, Role.MANAGER)
    grant(SET_KEY_ACCOUNT, Role.ACCOUNT_MANAGER, Role.MANAGER)
    grant(SET_RISK, Role.R11, Role.R16, Role.ACCOUNT_MANAGER, Role.MANAGER)
    grant(SET_INDUSTRY, Role.R1, Role.R12, Role.R16, Role.ACCOUNT_MANAGER, Role.MANAGER)
    grant(USE_SEGMENTS, *everybody_at_work)
    grant(SHARE_SEGMENT_WITH_ALL, Role.ACCOUNT_MANAGER, Role.MANAGER)
    grant(VIEW_QUALITY, *everybody_at_work)
    grant(
        MEND_QUALITY, Role.R1, Role.R6, Role.R11, Role.R12, Role.R16, Role.R18, Role.ACCOUNT_MANAGER, Role.MANAGER
    )
    grant(ASSIGN_QUALITY, Role.MANAGER)
    grant(KEEP_STREETS, Role.SYSTEM_ADMIN)
    keepers = (Role.R1, Role.R12, Role.ACCOUNT_MANAGER, Role.MANAGER)
    grant(VIEW_DUPLICATE, *keepers)
    grant(MERGE_CUSTOMERS, *keepers)
    grant(CONSENT_TO_MERGE, Role.MANAGER)
