from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookConfig(AppConfig):
    """See docs/architecture.md."""

    name = "customers.book"
    label = "book"
    verbose_name = _("Book of customers")

    def ready(self) -> None:
        """Declare who may do what and what the book offers; register its demo data."""
        from crm.local import builders
        from customers.book import blocks, conditions, doors, exporting, importing, movers, rules, words
        from customers.book.demo import build_book
        from customers.book.demo.duplicates import build_duplicates
        from customers.book.demo.quality import build_quality
        from customers.book.queries import timeline

        rules.register()
        doors.register()
        blocks.register()
        timeline.register()
        conditions.register()
        importing.register()
        exporting.register()
        movers.register()
        words.register()
        builders.register("book", 10, build_book)
        builders.register("duplicates", 20, build_duplicates)
        builders.register("quality", 90, build_quality)
