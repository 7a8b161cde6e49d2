"""What the operations of this app are called in the business log."""

from django.utils.translation import gettext_lazy as _

from crm.audit.words import name_operations


def register() -> None:
    """Give the operations their words; called when the app is ready."""
    name_operations(
        {
            "metering.assign_reading_sources": _("Assign reading sources"),
            "metering.approve_bad_debt": _("Approve a bad debt"),
            "metering.build_demo_bills": _("Build demo bills"),
            "metering.build_demo_readings": _("Build demo readings"),
            "metering.close_reading_batch": _("Close a batch of readings"),
            "metering.complete_change_readings": _("Complete change-settlement readings"),
            "metering.create_partitions": _("Create month partitions"),
            "metering.load_readings": _("Load readings"),
            "metering.open_reading_batch": _("Open a batch of readings"),
            "metering.pay_refund": _("Pay a refund out"),
            "metering.post_bills": _("Post a month of bills"),
            "metering.post_charges": _("Post charges"),
            "metering.post_payment": _("Take a payment"),
            "metering.propose_bad_debt": _("Propose a bad debt"),
            "metering.record_change_reading": _("Record a change-settlement reading"),
            "metering.refresh_account_use": _("Work out the use of accounts"),
            "metering.refresh_use_of_range": _("Work out the use of all accounts"),
            "metering.refund_credit": _("Refund credit"),
            "metering.request_refund": _("Ask for a refund"),
            "metering.reverse_charge": _("Reverse a charge"),
            "metering.reverse_payment": _("Reverse a payment"),
            "metering.settle_account": _("Settle an account"),
            "metering.settle_for_case": _("Settle an account for a case"),
            "metering.share_credit": _("Cover what other accounts owe by the payer's credit"),
            "metering.transfer_balance": _("Transfer a balance"),
            "metering.turn_down_bad_debt": _("Turn a bad debt down"),
            "metering.turn_down_refund": _("Turn a refund down"),
            "metering.undo_last_bills": _("Take the last bills of a case back"),
            "metering.undo_settlement": _("Take the settlement of a case back"),
            "metering.withdraw_bad_debt": _("Withdraw a proposed bad debt"),
            "metering.withdraw_refund": _("Withdraw a request for a refund"),
            "metering.write_off": _("Write a bad debt off"),
        }
    )
