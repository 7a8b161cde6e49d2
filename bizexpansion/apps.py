from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BizexpansionConfig(AppConfig):
    """The flows of 业扩: cases, tasks, clocks, effects on the book. See docs/architecture.md."""

    name = "bizexpansion"
    label = "bizexpansion"
    verbose_name = _("Business expansion")

    def ready(self) -> None:
        """Declare permissions, listen to the facts of the house, open the doors, register the demo cases."""
        from bizexpansion import (
            customer_messages,
            doors,
            exporting,
            handlers,
            rules,
            segment_conditions,
            term_handlers,
            words,
        )
        from bizexpansion.demo import build_cases
        from bizexpansion.families import all_specs
        from bizexpansion.operations import account_terms, billing_run, dependents, paid, payers
        from bizexpansion.queries import touched
        from crm.local import builders

        all_specs()  # with their steps the families register conditions, preconditions, openers and effects
        rules.register()
        handlers.register()
        term_handlers.register()
        account_terms.register()
        billing_run.register()
        dependents.register()
        paid.register()
        payers.register()
        customer_messages.register()
        touched.register()
        doors.register()
        segment_conditions.register()
        exporting.register()
        words.register()
        builders.register("bizexpansion", 30, build_cases)
