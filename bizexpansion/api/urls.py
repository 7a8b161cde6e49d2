"""Addresses of business expansion in the API."""

from rest_framework.routers import SimpleRouter

from bizexpansion.api.tasks import TaskViewSet
from bizexpansion.api.views import CaseViewSet

router = SimpleRouter()
router.register("cases", CaseViewSet, basename="api-case")
router.register("tasks", TaskViewSet, basename="api-task")
urlpatterns = router.urls
