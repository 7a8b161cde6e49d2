"""The papers of a case (workflows.md 2.5, 6.1 material rows) and the one-time notice of what is missing."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import MaterialKind, Verdict
from bizexpansion.models.case import Case
from bizexpansion.models.task import Task
from crm.org.scope import ScopedManager


class CaseDocument(models.Model):
    """One paper that was handed in (or made by us), and what the checker says of it.

    `upload` holds a file that came with a form until `attach_papers` stores it; a paper may be on paper only. A
    photo has a `thumbnail`, and `taken_at` is what the camera's clock said, if it said so.
    """

    department_lookup = "case__department_id"
    upload: UploadedFile | None = None

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents", verbose_name=_("case"))
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, related_name="documents", verbose_name=_("task")
    )
    kind = models.CharField(_("kind of paper"), max_length=8, choices=MaterialKind)
    name = models.CharField(_("name of the paper"), max_length=120)
    copies = models.PositiveSmallIntegerField(
        _("copies"), default=1, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    path = models.CharField(_("where the file lies"), max_length=100, blank=True, editable=False)
    file_name = models.CharField(_("name of the file"), max_length=120, blank=True, editable=False)
    content_type = models.CharField(_("type of the file"), max_length=80, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size (bytes)"), default=0, editable=False)
    thumbnail = models.CharField(
        _("where the small picture lies"), max_length=100, blank=True, default="", editable=False
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True, editable=False)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)
    received_at = models.DateTimeField(_("received at"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("received by")
    )
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict, default=Verdict.UNCHECKED)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    opinion = models.CharField(_("opinion on the paper"), max_length=300, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("paper of a case")
        verbose_name_plural = _("papers of a case")
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "kind"], name="document_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.UNCHECKED, checked_at__isnull=True)
                | ~models.Q(verdict=Verdict.UNCHECKED) & models.Q(checked_at__isnull=False),
                name="document_check_is_dated",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """What the kind is called; Django would translate the names of all kinds to find it."""
        return str(MaterialKind(self.kind).label)


class OwedPaper(models.Model):
    """容缺受理: a paper that acceptance did not wait for; the customer brings it by `due_on`.

    It is settled when a paper of its kind lies in the case, in order; nobody ticks it off.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="owed_papers", verbose_name=_("case"))
    kind = models.CharField(_("kind of paper"), max_length=40)
    due_on = models.DateField(_("to be brought by"))
    agreed_at = models.DateTimeField(_("agreed at"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("agreed by")
    )

    class Meta:
        verbose_name = _("paper to follow")
        verbose_name_plural = _("papers to follow")
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="owed_paper_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.due_on}"


class MissingNotice(models.Model):
    """一次性告知书: everything that is missing at one visit of a step, told at once and in writing."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices", verbose_name=_("case"))
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="notice", verbose_name=_("task"))
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("missing papers"))
    note = models.TextField(_("what is missing"), blank=True)
    told_at = models.DateTimeField(_("told at"))
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("told by")
    )

    class Meta:
        verbose_name = _("one-time notice of missing papers")
        verbose_name_plural = _("one-time notices of missing papers")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kinds}"
