"""Addresses of contacts in the API."""

from django.urls import re_path

from customers.interactions.api.views import InteractionViewSet

urlpatterns = [
    re_path(
        r"^accounts/(?P<account_number>[0-9]{10})/interactions/$",
        InteractionViewSet.as_view({"get": "list", "post": "create"}),
        name="api-interaction-list",
    ),
]
