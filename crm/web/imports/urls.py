"""Addresses of imports."""

from django.urls import path

from crm.web.imports import views

urlpatterns = [
    path("", views.BatchList.as_view(), name="import-list"),
    path("new/<slug:kind>/", views.HandIn.as_view(), name="import-new"),
    path("template/<slug:kind>/", views.template, name="import-template"),
    path("<int:pk>/", views.Batch.as_view(), name="import-batch"),
    path("<int:pk>/progress/", views.progress, name="import-progress"),
    path("<int:pk>/columns/", views.Columns.as_view(), name="import-columns"),
    path("<int:pk>/apply/", views.apply, name="import-apply"),
    path("<int:pk>/undo/", views.undo, name="import-undo"),
    path("<int:pk>/undo-rest/", views.undo_rest, name="import-undo-rest"),
    path("<int:pk>/discard/", views.discard, name="import-discard"),
    path("<int:pk>/bad-rows/", views.bad_rows, name="import-bad-rows"),
]
