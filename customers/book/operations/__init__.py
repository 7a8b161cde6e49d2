"""Every write to the book. Import from here."""

from customers.book.operations.accounts import (
    AccountInUse,
    energise_account,
    lock_account_for_change,
    open_account,
    undo_energise_account,
    unlock_account,
    void_account,
)
from customers.book.operations.archive import ArchiveIncomplete, archive_new_supply
from customers.book.operations.changes import end_contract, rename_account, reopen_contract
from customers.book.operations.contacts import remove_contact, update_contact
from customers.book.operations.corrections import correct_account, correct_customer, move_to_section
from customers.book.operations.devices import (
    DeviceNotAvailable,
    issue_instrument_transformer,
    issue_meter,
    release_instrument_transformer,
    release_meter,
    reserve_instrument_transformer,
    reserve_meter,
    return_instrument_transformer,
    return_meter,
)
from customers.book.operations.duplicates import (
    PairDecided,
    compare_all_customers,
    find_duplicates,
    reject_duplicate,
)
from customers.book.operations.grading import (
    Decision,
    end_temporary_importance,
    set_importance,
    set_industry,
    set_key_account,
    set_risk_grade,
)
from customers.book.operations.installations import (
    install_instrument_transformer,
    install_meter,
    remove_installation,
    remove_instrument_transformer,
)
from customers.book.operations.locking import AccountBusy, AccountNotLiving
from customers.book.operations.merge_parts import (
    ChangedHands,
    ConsentNeeded,
    CustomerMerged,
    MergeClosed,
    MergeProposed,
    UndoOutOfOrder,
    UndoTooLate,
)
from customers.book.operations.merge_undo import undo_merge
from customers.book.operations.merging import (
    consent_to_merge,
    merge_customers,
    propose_merge,
    refuse_merge,
    withdraw_merge,
)
from customers.book.operations.segments import (
    archive_segment,
    copy_segment,
    restore_segment,
    save_segment,
    share_segment,
)
from customers.book.operations.stores import (
    create_reading_section,
    receive_instrument_transformers,
    receive_meters,
)
from customers.book.operations.structure import (
    StructureInUse,
    add_supply_structure,
    link_to_grid,
    remove_supply_structure,
)
from customers.book.operations.terms import (
    ContractOverlaps,
    LaterTermsExist,
    draft_contract,
    set_account_price,
    set_capacity,
    sign_contract,
    void_contract,
)

__all__ = [
    "AccountBusy",
    "AccountInUse",
    "AccountNotLiving",
    "ArchiveIncomplete",
    "ChangedHands",
    "ConsentNeeded",
    "ContractOverlaps",
    "CustomerMerged",
    "Decision",
    "DeviceNotAvailable",
    "LaterTermsExist",
    "MergeClosed",
    "MergeProposed",
    "PairDecided",
    "StructureInUse",
    "UndoOutOfOrder",
    "UndoTooLate",
    "add_supply_structure",
    "archive_new_supply",
    "archive_segment",
    "compare_all_customers",
    "consent_to_merge",
    "copy_segment",
    "correct_account",
    "correct_customer",
    "create_reading_section",
    "draft_contract",
    "end_contract",
    "end_temporary_importance",
    "energise_account",
    "find_duplicates",
    "install_instrument_transformer",
    "install_meter",
    "issue_instrument_transformer",
    "issue_meter",
    "link_to_grid",
    "lock_account_for_change",
    "merge_customers",
    "move_to_section",
    "open_account",
    "propose_merge",
    "receive_instrument_transformers",
    "receive_meters",
    "refuse_merge",
    "reject_duplicate",
    "release_instrument_transformer",
    "release_meter",
    "remove_contact",
    "remove_installation",
    "remove_instrument_transformer",
    "remove_supply_structure",
    "rename_account",
    "reopen_contract",
    "reserve_instrument_transformer",
    "reserve_meter",
    "restore_segment",
    "return_instrument_transformer",
    "return_meter",
    "save_segment",
    "set_account_price",
    "set_capacity",
    "set_importance",
    "set_industry",
    "set_key_account",
    "set_risk_grade",
    "share_segment",
    "sign_contract",
    "undo_energise_account",
    "undo_merge",
    "unlock_account",
    "update_contact",
    "void_account",
    "void_contract",
    "withdraw_merge",
]
