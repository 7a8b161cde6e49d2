"""In and out: login with lock-out, logout, own password, language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from crm.web.forms import PageForm
from crm.web.middleware import password_is_old
from crm.web.operations import change_own_password, choose_language
from crm.web.views.operation import OperationFormView


class LoginForm(AuthenticationForm):
    """Staff number and password."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": gettext_lazy("The staff number or the password is not right."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = gettext_lazy("Staff number")
        self.fields["password"].label = gettext_lazy("Password")


class Login(LoginView):
    """The first page. After five failures the person is locked out for five minutes (see crm.web.lockout)."""

    template_name = "crm_web/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class PasswordForm(PageForm):
    """The present password once, the new one twice."""

    old_password = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    new_password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        help_text=gettext_lazy(
            "At least 8 characters; three of: capital letters, small letters, digits, signs. Valid for 90 days."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=gettext_lazy("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both entries of the new password are the same."""
        data = self.cleaned_data
        if data.get("new_password") and data.get("repeated") and data["new_password"] != data["repeated"]:
            self.add_error("repeated", _("The two entries differ."))
        return data


class PasswordChange(OperationFormView):
    """A person changes the own password, by choice or because it is older than 90 days."""

    form_class = PasswordForm
    template_name = "crm_web/password_change.html"

    def perform(self, form: forms.BaseForm) -> Any:
        """Change it and keep this session."""
        person = change_own_password(
            old=form.cleaned_data["old_password"],
            new=form.cleaned_data["new_password"],
            actor=self.request.user,
            now=timezone.now(),
        )
        update_session_auth_hash(self.request, person)
        messages.success(self.request, _("Your password is changed."))

    def get_success_url(self) -> str:
        """Where the person wanted to go."""
        return _safe_next(self.request, self.request.GET.get("next", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the person must change it now."""
        return super().get_context_data(**kwargs) | {"must_change": password_is_old(self.request.user)}


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Switch between Chinese and English, for this browser and, once signed in, for the person."""
    chosen = request.POST.get("language", "")
    response = redirect(_safe_next(request, request.POST.get("next", "")))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        choose_language(language=chosen, actor=request.user, now=timezone.now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _safe_next(request: HttpRequest, target: str) -> str:
    if target and url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return str(settings.LOGIN_REDIRECT_URL)
