"""Addresses of imports in the API."""

from rest_framework.routers import SimpleRouter

from crm.web.imports.api import views

router = SimpleRouter()
router.register("imports", views.ImportViewSet, basename="api-import")
router.register(r"imports/(?P<batch>[0-9]{1,18})/rows", views.ImportRowViewSet, basename="api-import-row")
urlpatterns = router.urls
