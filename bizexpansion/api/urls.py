"""Addresses of business expansion in the API."""

from rest_framework.routers import SimpleRouter

from bizexpansion.api.views import CaseViewSet, TaskViewSet

router = SimpleRouter()
router.register("cases", CaseViewSet, basename="api-case")
router.register("tasks", TaskViewSet, basename="api-task")
urlpatterns = router.urls
