"""The index of the book: one row for each text by which an account can be found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.org.scope import ScopedManager

SAMPLED = 256
"""Every 256th account is in the sample in which a frequent text is looked for first."""


class TermKind(models.TextChoices):
    """What a text is of an account."""

    NAME = "N", _("name")
    INITIALS = "I", _("pinyin initials")
    ADDRESS = "A", _("address")
    ACCOUNT = "C", _("account number")
    PHONE = "P", _("phone")
    METER = "M", _("meter number")


class SearchTerm(models.Model):
    """A text by which an account is found, in the form of `crm_search_text`.

    Derived and written by triggers alone (migration 0006), so that bulk writes and COPY are covered; it is in step
    within the transaction. `source_id` is the row that the text came from. The keys carry no constraint: checking
    them would cost more than writing the row. The two
    indexes on expressions (pieces of text, the sample) stand in the migration.
    """

    pk = models.CompositePrimaryKey("account_id", "kind", "source_id")
    account_id = models.BigIntegerField(_("supply account"))
    kind = models.CharField(_("kind of text"), max_length=1, choices=TermKind)
    source_id = models.BigIntegerField(_("origin"))
    department_id = models.BigIntegerField(_("business department"))
    text = models.TextField(_("text"), db_collation="C")

    objects = ScopedManager()

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        indexes = [models.Index(fields=["department_id", "kind", "text"], name="search_term_begins")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"
