"""What the operations of the platform are called in the business log."""

from django.utils.translation import gettext_lazy as _

from crm.audit.words import name_operations


def register() -> None:
    """Give the operations their words; called when the app is ready."""
    name_operations(
        {
            "audit.record_reveal": _("Look at personal data"),
            "messages.hand_over_message": _("Hand a message to the gateway"),
            "messages.mark_notifications_read": _("Read notifications"),
            "org.assign_role": _("Give a role"),
            "org.create_staff": _("Enter a member of staff"),
            "org.reset_password": _("Set a first password"),
            "org.revoke_role": _("Take a role back"),
            "org.set_absence": _("Note an absence"),
            "org.set_staff_active": _("Close or open an account"),
            "org.unlock_account": _("End a lock-out"),
            "outbox.retry_delivery": _("Try a delivery again"),
            "parameters.set_parameter_value": _("Set a parameter"),
            "web.change_own_password": _("Change the own password"),
            "web.choose_language": _("Choose the language"),
            "local.build_organisation": _("Build the demo organisation"),
            "clocks.cancel_clock": _("Cancel a clock"),
            "clocks.continue_clock": _("Let a clock go on"),
            "clocks.hand_over_clock": _("Hand a clock to the book"),
            "clocks.move_clocks": _("Move the clocks of a case"),
            "clocks.pause_clock": _("Pause a clock"),
            "clocks.resume_clock": _("Resume a clock"),
            "clocks.set_waiting": _("Set who is waited for"),
            "clocks.settle_batch": _("Sweep due clocks"),
            "clocks.start_clock": _("Start a clock"),
            "clocks.stop_clock": _("Stop a clock"),
            "workdays.publish_year": _("Publish a year of the calendar"),
            "workdays.revise_calendar": _("Revise the calendar"),
            "workdays.revise_office_hours": _("Revise office hours"),
        }
    )
