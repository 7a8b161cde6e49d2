"""Addresses of the whole system; the apps are named as strings only."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "crm.web.api.errors.bad_request"
handler403 = "crm.web.api.errors.permission_denied"
handler404 = "crm.web.api.errors.not_found"
handler500 = "crm.web.api.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("crm.web.urls")),
    path("customers/", include("customers.book.urls")),
    path("contacts/", include("customers.interactions.urls")),
    path("imports/", include("crm.web.imports.urls")),
    path("exports/", include("crm.web.exports.urls")),
    path("", include("crm.web.administration.urls")),
    path("ledger/", include("metering.urls")),
    path("", include("bizexpansion.urls")),
    path("api/v1/", include("crm.web.api.urls")),
    path("api/v1/", include("crm.web.imports.api.urls")),
    path("api/v1/", include("customers.book.api.urls")),
    path("api/v1/", include("customers.interactions.api.urls")),
    path("api/v1/", include("metering.api.urls")),
    path("api/v1/", include("bizexpansion.api.urls")),
]
