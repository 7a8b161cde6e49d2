"""Addresses of the book in the API."""

from rest_framework.routers import SimpleRouter

from customers.book.api.views import AccountViewSet

router = SimpleRouter()
router.register("accounts", AccountViewSet, basename="api-account")
urlpatterns = router.urls
