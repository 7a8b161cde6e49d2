"""The shape of a rule of quality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """Which of the two scores a rule counts for."""

    COMPLETENESS = "C", _("gap")
    CORRECTNESS = "E", _("error")


class Mend(models.TextChoices):
    """Where a finding is mended."""

    CONTACT = "CONTACT", _("the contact person")
    ACCOUNT = "ACCOUNT", _("the details of the account")
    CUSTOMER = "CUSTOMER", _("the details of the customer")
    GRADE = "GRADE", _("a decision on the grade of importance")
    CASE = "CASE", _("an application: this is not changed by hand")


@dataclass(frozen=True)
class QualityRule:
    """One explainable rule.

    - `words`: what the finding says; `looks_at`: what was compared with what, for whoever asks why;
    - `weight`: how much it takes off the score, against the sum of the weights of all rules that apply;
    - `applies`, `broken`: conditions in SQL over one account and what belongs to it, with the names that
      `customers.book.operations.quality.scoring` gives (`a` the account, `c` the customer, `contact`, `supply`,
      …). A rule that does not apply counts for nothing;
    - `mend`, `field`: the page on which a person mends it, and the field there (a purpose for contacts);
    - `detail`: SQL of a word that says more, never anything personal.
    """

    key: str
    severity: Severity
    weight: int
    words: Any
    looks_at: Any
    applies: str
    broken: str
    mend: Mend
    field: str = ""
    detail: str = "''"
