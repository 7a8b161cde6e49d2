"""Addresses of contacts with customers."""

from django.urls import path

from customers.interactions import views

urlpatterns = [
    path("", views.MyQuestions.as_view(), name="interaction-list"),
    path("new/<str:account_number>/", views.NewInteraction.as_view(), name="interaction-new"),
    path("<int:pk>/", views.interaction, name="interaction"),
    path("<int:pk>/answer/", views.Answer.as_view(), name="interaction-answer"),
    path("<int:pk>/hand-over/", views.HandOver.as_view(), name="interaction-hand-over"),
]
