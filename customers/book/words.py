"""What the operations of this app are called in the business log."""

from django.utils.translation import gettext_lazy as _

from crm.audit.words import name_operations


def register() -> None:
    """Give the operations their words; called when the app is ready."""
    name_operations(
        {
            "book.add_supply_structure": _("Add supply points, sources and metering points"),
            "book.archive_new_supply": _("Archive a new supply"),
            "book.archive_segment": _("Put a segment away"),
            "book.assign_findings": _("Assign findings of quality"),
            "book.build_demo_accounts": _("Build demo accounts"),
            "book.build_demo_sections": _("Build demo reading sections"),
            "book.build_demo_store": _("Build the demo store"),
            "book.copy_segment": _("Copy a segment"),
            "book.correct_account": _("Correct an account"),
            "book.correct_customer": _("Correct a customer"),
            "book.move_to_section": _("Move an account to another reading section"),
            "book.remove_contact": _("Remove a contact person"),
            "book.create_reading_section": _("Create a reading section"),
            "book.draft_contract": _("Draft a supply contract"),
            "book.end_temporary_importance": _("End temporary importance grades"),
            "book.energise_account": _("Energise an account"),
            "book.import_accounts": _("Import supply accounts"),
            "book.import_streets": _("Import streets and towns"),
            "book.install_instrument_transformer": _("Install an instrument transformer"),
            "book.install_meter": _("Install a meter"),
            "book.issue_instrument_transformer": _("Issue an instrument transformer"),
            "book.issue_meter": _("Issue a meter"),
            "book.link_to_grid": _("Link an account to the grid"),
            "book.lock_account_for_change": _("Lock an account for a change"),
            "book.open_account": _("Open an account"),
            "book.receive_instrument_transformers": _("Take instrument transformers into store"),
            "book.receive_meters": _("Take meters into store"),
            "book.release_instrument_transformer": _("Release an instrument transformer"),
            "book.release_meter": _("Release a meter"),
            "book.remove_installation": _("Remove a meter"),
            "book.remove_instrument_transformer": _("Remove an instrument transformer"),
            "book.remove_supply_structure": _("Remove supply points, sources and metering points"),
            "book.reserve_instrument_transformer": _("Reserve an instrument transformer"),
            "book.reserve_meter": _("Reserve a meter"),
            "book.restore_segment": _("Take a segment out again"),
            "book.return_instrument_transformer": _("Return an instrument transformer to store"),
            "book.return_meter": _("Return a meter to store"),
            "book.reveal_personal_data": _("Look at a customer's personal data"),
            "book.save_segment": _("Save a segment"),
            "book.set_account_price": _("Set the price of an account"),
            "book.set_capacity": _("Set the capacity of an account"),
            "book.set_finding_aside": _("Set a finding of quality aside"),
            "book.set_importance": _("Set the importance of an account"),
            "book.set_industry": _("Set the industry of an account"),
            "book.set_key_account": _("Mark a key account"),
            "book.set_risk_grade": _("Set the risk grade of an account"),
            "book.share_segment": _("Share a segment"),
            "book.sign_contract": _("Sign a supply contract"),
            "book.take_up_finding": _("Take up a finding of quality again"),
            "book.undo_energise_account": _("Undo the energising of an account"),
            "book.unlock_account": _("Unlock an account"),
            "book.update_contact": _("Change a contact person"),
            "book.void_account": _("Void an account"),
            "book.void_contract": _("Void a supply contract"),
        }
    )
