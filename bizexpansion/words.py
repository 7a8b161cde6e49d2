"""What the operations of this app are called in the business log."""

from django.utils.translation import gettext_lazy as _

from crm.audit.words import name_operations


def register() -> None:
    """Give the operations their words; called when the app is ready."""
    name_operations(
        {
            "bizexpansion.abort_case": _("Abort a case"),
            "bizexpansion.accept_application": _("Accept an application"),
            "bizexpansion.accept_works": _("Inspect the completion"),
            "bizexpansion.add_papers": _("Add papers"),
            "bizexpansion.approve_supply_plan": _("Decide on a supply plan"),
            "bizexpansion.archive_change": _("Archive a change"),
            "bizexpansion.archive_papers": _("File the papers"),
            "bizexpansion.archive_to_book": _("Archive to the book"),
            "bizexpansion.ask_for_papers": _("Ask for missing papers"),
            "bizexpansion.assign_meter": _("Assign meters"),
            "bizexpansion.assign_task": _("Assign a task"),
            "bizexpansion.assign_tasks": _("Assign several tasks"),
            "bizexpansion.call_back": _("Call the customer back"),
            "bizexpansion.check_paper": _("Check a paper"),
            "bizexpansion.claim_task": _("Take a task"),
            "bizexpansion.claim_tasks": _("Take several tasks"),
            "bizexpansion.collect_fee": _("Collect a fee"),
            "bizexpansion.confirm_start_of_works": _("Confirm the start of works"),
            "bizexpansion.countersign_plan": _("Countersign a supply plan"),
            "bizexpansion.decide_change": _("Decide on a change"),
            "bizexpansion.determine_fee": _("Determine a fee"),
            "bizexpansion.dispatch_inspection": _("Dispatch an interim inspection"),
            "bizexpansion.dispatch_installation": _("Dispatch an installation"),
            "bizexpansion.dispatch_survey": _("Dispatch a survey"),
            "bizexpansion.draft_contract": _("Draft a contract"),
            "bizexpansion.draft_supply_plan": _("Draft a supply plan"),
            "bizexpansion.energise": _("Energise a customer"),
            "bizexpansion.file_contract": _("File a contract"),
            "bizexpansion.finish_grid_project": _("Finish a grid-side project"),
            "bizexpansion.inspect_interim": _("Inspect hidden works"),
            "bizexpansion.install_meter": _("Install meters"),
            "bizexpansion.install_terminal": _("Install a terminal"),
            "bizexpansion.issue_meter": _("Issue meters"),
            "bizexpansion.mark_green_channel": _("Mark the green channel"),
            "bizexpansion.plan_metering": _("Fix the metering plan"),
            "bizexpansion.receive_completion_report": _("Take in a completion report"),
            "bizexpansion.receive_design": _("Take in design documents"),
            "bizexpansion.receive_papers": _("Take in missing papers"),
            "bizexpansion.record_customer_answer": _("Record the customer's answer"),
            "bizexpansion.record_installation": _("Record an installation"),
            "bizexpansion.record_survey": _("Record a survey"),
            "bizexpansion.replan": _("Plan again"),
            "bizexpansion.reply_supply_plan": _("Reply a supply plan"),
            "bizexpansion.report_grid_progress": _("Report grid-side progress"),
            "bizexpansion.request_interim_inspection": _("Take in a request for interim inspection"),
            "bizexpansion.resume_case": _("Resume a case"),
            "bizexpansion.return_task": _("Return a case"),
            "bizexpansion.review_contract": _("Review a contract"),
            "bizexpansion.review_design": _("Review a design"),
            "bizexpansion.sign_contract": _("Sign a contract"),
            "bizexpansion.suspend_case": _("Suspend a case"),
            "bizexpansion.take_back_step": _("Take a step back"),
            "bizexpansion.transfer_task": _("Hand a task over"),
            "bizexpansion.update_topology": _("Update the grid model"),
            "bizexpansion.urge_case": _("Urge a case"),
            "bizexpansion.withdraw_application": _("Withdraw an application"),
        }
    )
