"""Works: the grid side (A08), design (A09, A10), building, inspections (A11 to A15)."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from bizexpansion.enums import BuildGrade, CheckGroup, DesignGrade, InspectionKind
from bizexpansion.models.case import Case
from bizexpansion.models.records import Row, StepRecord


class GridProgress(models.Model):
    """One report on the grid-side project while it is tracked (A08), without ending the step."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grid_progress", verbose_name=_("case"))
    task = models.ForeignKey(
        "bizexpansion.Task", on_delete=models.PROTECT, related_name="grid_progress", verbose_name=_("task")
    )
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    percent = models.PositiveSmallIntegerField(_("progress (%)"), validators=[MaxValueValidator(100)])
    planned_finish = models.DateField(_("planned to be finished on"))
    note = models.TextField(_("what was done"), max_length=1000)

    class Meta:
        verbose_name = _("progress of a grid-side project")
        verbose_name_plural = _("progress of grid-side projects")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.percent}%"


class GridProject(StepRecord):
    """A08: the grid-side project is finished."""

    past = ("finished_on",)

    project_number = models.CharField(_("project number"), max_length=30)
    contractor = models.CharField(_("contractor"), max_length=120)
    finished_on = models.DateField(_("finished on"))

    class Meta(StepRecord.Meta):
        verbose_name = _("grid-side project")
        verbose_name_plural = _("grid-side projects")


class DesignSubmission(StepRecord):
    """A09: the customer hands in the design documents."""

    ahead = ("licence_valid_until",)

    past = ("submitted_on",)

    design_firm = models.CharField(_("design firm"), max_length=120)
    licence_grade = models.CharField(
        _("grade of the design licence"), max_length=1, choices=DesignGrade, blank=True, default=""
    )
    licence_number = models.CharField(_("number of the design licence"), max_length=40)
    licence_valid_until = models.DateField(_("licence valid until"))
    submitted_by = models.CharField(_("handed in by"), max_length=60)
    submitted_on = models.DateField(_("handed in on"))
    is_complete = models.BooleanField(_("documents complete"), default=True)
    missing = models.TextField(_("what is missing"), blank=True, max_length=1000)
    personal = frozenset({"submitted_by"})

    class Meta(StepRecord.Meta):
        verbose_name = _("design handed in")
        verbose_name_plural = _("designs handed in")


class DesignReview(StepRecord):
    """A10: the reviewer's result; all comments are made once, in writing."""

    past = ("reviewed_on",)

    passed = models.BooleanField(_("passed"))
    reviewed_on = models.DateField(_("reviewed on"))

    class Meta(StepRecord.Meta):
        verbose_name = _("design review")
        verbose_name_plural = _("design reviews")


class StartOfWorks(StepRecord):
    """S01: the customer's works begin."""

    ahead = ("planned_finish",)

    contractor = models.CharField(_("contractor"), max_length=120)
    licence_grade = models.CharField(
        _("grade of the contractor's licence"), max_length=1, choices=BuildGrade, blank=True, default=""
    )
    licence_number = models.CharField(_("number of the contractor's licence"), max_length=40)
    licence_valid_until = models.DateField(_("licence valid until"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"))
    planned_finish = models.DateField(_("planned to be finished on"))

    class Meta(StepRecord.Meta):
        verbose_name = _("start of works")
        verbose_name_plural = _("starts of works")


class InspectionRequest(StepRecord):
    """A11: the customer asks for the inspection of works that will be hidden."""

    ahead = ("wanted_on",)

    requested_by = models.CharField(_("requested by"), max_length=60)
    hidden_works = models.TextField(_("hidden works to be inspected"), max_length=1000)
    wanted_on = models.DateField(_("wanted on"))
    personal = frozenset({"requested_by"})

    class Meta(StepRecord.Meta):
        verbose_name = _("request for interim inspection")
        verbose_name_plural = _("requests for interim inspection")


class CompletionReport(StepRecord):
    """A14: the customer reports that the works are finished."""

    ahead = ("wanted_on",)

    past = ("reported_on",)

    reported_by_firm = models.CharField(_("reporting firm"), max_length=120)
    licence_grade = models.CharField(
        _("grade of the contractor's licence"), max_length=1, choices=BuildGrade, blank=True, default=""
    )
    licence_number = models.CharField(_("number of the contractor's licence"), max_length=40, blank=True)
    licence_valid_until = models.DateField(_("licence valid until"), null=True, blank=True)
    reported_by = models.CharField(_("reported by"), max_length=60)
    reported_on = models.DateField(_("reported on"))
    wanted_on = models.DateField(_("acceptance wanted on"))
    is_complete = models.BooleanField(_("documents complete"), default=True)
    missing = models.TextField(_("what is missing"), blank=True, max_length=1000)
    personal = frozenset({"reported_by"})

    class Meta(StepRecord.Meta):
        verbose_name = _("completion report")
        verbose_name_plural = _("completion reports")


class Inspection(StepRecord):
    """A12 or A15: what was inspected and found. Defects are told once, in writing (source ZD)."""

    past = ("inspected_on",)

    kind = models.CharField(_("kind"), max_length=12, choices=InspectionKind)
    inspected_on = models.DateField(_("inspected on"))
    inspectors = models.CharField(_("inspectors"), max_length=120)
    passed = models.BooleanField(_("passed"))
    has_safety_equipment = models.BooleanField(_("safety equipment in place"), default=False)
    has_emergency_source_papers = models.BooleanField(_("papers of the emergency source in order"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")


class InspectionItem(Row):
    """The result of one of the three groups: qualification, documents, quality of the installation."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="items", verbose_name=_("inspection")
    )
    group = models.CharField(_("group"), max_length=14, choices=CheckGroup)
    standard = models.CharField(_("standard"), max_length=120)
    result = models.CharField(_("result"), max_length=200)
    passed = models.BooleanField(_("passed"))

    class Meta(Row.Meta):
        verbose_name = _("item of an inspection")
        verbose_name_plural = _("items of an inspection")
        constraints = [models.UniqueConstraint(fields=["inspection", "group"], name="inspection_group_once")]


class Defect(Row):
    """One defect that a design review or an inspection told the customer, and when it was put right."""

    review = models.ForeignKey(
        DesignReview, on_delete=models.PROTECT, null=True, related_name="defects", verbose_name=_("design review")
    )
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, related_name="defects", verbose_name=_("inspection")
    )
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    description = models.CharField(_("defect"), max_length=300)
    demand = models.CharField(_("what has to be done"), max_length=300)
    told_on = models.DateField(_("told in writing on"), null=True, blank=True)
    cleared_on = models.DateField(_("put right on"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("defect")
        verbose_name_plural = _("defects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(review__isnull=True) ^ models.Q(inspection__isnull=True),
                name="defect_has_one_source",
            )
        ]


class FieldJob(StepRecord):
    """S00, S02 or S10: the dispatcher sends people out; they become the holders of the step that follows."""

    ahead = ("planned_for",)

    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("leader")
    )
    companion = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("second person")
    )
    planned_for = models.DateTimeField(_("planned for"))
    contact_agreed = models.BooleanField(_("agreed with the customer"), default=False)

    class Meta(StepRecord.Meta):
        verbose_name = _("field job")
        verbose_name_plural = _("field jobs")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(leader=models.F("companion")), name="field_job_needs_two_people"
            )
        ]
