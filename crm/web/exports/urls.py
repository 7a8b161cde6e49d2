"""Addresses of exports."""

from django.urls import path

from crm.web.exports import views

urlpatterns = [
    path("", views.ExportList.as_view(), name="export-list"),
    path("new/<slug:key>/", views.ExportNew.as_view(), name="export-new"),
    path("<int:pk>/file/", views.fetch, name="export-file"),
]
