"""Addresses of business expansion in the API."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from bizexpansion.api import absence, batch, course, drafts, flows, lists, papers, photos, reports
from bizexpansion.api.tasks import TaskViewSet
from bizexpansion.api.views import CaseViewSet

CASE = r"^cases/(?P<case_number>\d{6}-\d{4,})"
ROW = rf"{CASE}/batch/rows/(?P<number>[0-9]{{1,4}})"

router = SimpleRouter()
router.register("cases", CaseViewSet, basename="api-case")
router.register("tasks", TaskViewSet, basename="api-task")
router.register("desks", absence.DeskViewSet, basename="api-desk")
router.register("drafts", drafts.DraftViewSet, basename="api-draft")
router.register("flows", flows.FlowViewSet, basename="api-flow")
router.register("follow-ups", lists.FollowUpViewSet, basename="api-follow-up")
router.register("temporary-accounts", lists.TemporaryViewSet, basename="api-temporary")
router.register("reports/on-time/cases", reports.OnTimeCasesViewSet, basename="api-report-on-time-case")
router.register("reports/firms/orders", reports.FirmOrdersViewSet, basename="api-report-firm-order")
router.register("reports/late-soon", reports.LateSoonViewSet, basename="api-report-late-soon")

urlpatterns = [
    *router.urls,
    re_path(rf"{CASE}/papers/$", papers.CasePapersView.as_view(), name="api-case-papers"),
    re_path(rf"{CASE}/course/$", course.CourseView.as_view(), name="api-case-course"),
    re_path(rf"{CASE}/photos/$", photos.CasePhotosView.as_view(), name="api-case-photos"),
    re_path(rf"{CASE}/prints/$", course.CasePrintsView.as_view(), name="api-case-prints"),
    re_path(rf"{CASE}/prints/(?P<kind>[a-z-]{{1,20}})/$", course.CasePrintView.as_view(), name="api-case-print"),
    path("photos/<int:pk>/remove/", photos.PhotoRemoveView.as_view(), name="api-photo-remove"),
    path("photos/<int:pk>/small/", photos.PhotoSmallView.as_view(), name="api-photo-small"),
    path("papers/<int:pk>/check/", papers.PaperCheckView.as_view(), name="api-paper-check"),
    path("papers/<int:pk>/file/", papers.PaperFileView.as_view(), name="api-paper-file"),
    re_path(rf"{CASE}/batch/$", batch.BatchView.as_view(), name="api-batch"),
    re_path(rf"{CASE}/batch/columns/$", batch.BatchColumnsView.as_view(), name="api-batch-columns"),
    re_path(rf"{CASE}/batch/sheet/$", batch.BatchSheetView.as_view(), name="api-batch-sheet"),
    re_path(
        rf"{CASE}/batch/steps/(?P<node>[a-z_]{{1,40}})/$", batch.BatchStepView.as_view(), name="api-batch-step"
    ),
    re_path(rf"{CASE}/batch/rows/$", batch.BatchRowViewSet.as_view({"get": "list"}), name="api-batch-rows"),
    re_path(
        rf"{ROW}/$", batch.BatchRowViewSet.as_view({"get": "retrieve", "post": "correct"}), name="api-batch-row"
    ),
    re_path(rf"{ROW}/drop/$", batch.BatchRowViewSet.as_view({"post": "drop"}), name="api-batch-row-drop"),
    path("reports/on-time/", reports.OnTimeView.as_view(), name="api-report-on-time"),
    path("reports/held/", reports.HeldView.as_view(), name="api-report-held"),
    path("reports/limits/", reports.LimitsView.as_view(), name="api-report-limits"),
    path("reports/firms/", reports.FirmsView.as_view(), name="api-report-firms"),
]
