"""Addresses of the frame: login and logout, own password, language, search, drafts, the bare floor."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from crm.web.views import login, pages

urlpatterns = [
    path("login/", login_not_required(login.Login.as_view()), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/password/", login.PasswordChange.as_view(), name="password-change"),
    path("account/language/", login.language, name="language"),
    path("floor/", pages.floor, name="floor"),
    path("search/", pages.search, name="search"),
    path("drafts/<slug:form_key>/", pages.save_draft, name="draft-save"),
    path("drafts/<slug:form_key>/<str:subject>/", pages.save_draft, name="draft-save"),
    path("drafts/<slug:form_key>/discard", pages.discard_draft, name="draft-discard"),
    path("drafts/<slug:form_key>/<str:subject>/discard", pages.discard_draft, name="draft-discard"),
]
