"""Signing in to the API: staff number and password for a token of ten hours, kept only as a hash."""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from crm.errors import DomainError
from crm.web.api.problems import ProblemSerializer
from crm.web.api.views import ApiFrame, never_kept


class WrongCredentials(DomainError):
    """The number or the password is wrong; which one is not told."""

    code = "wrong_credentials"
    status = 401
    message = _("The staff number or the password is wrong.")


class LockedOut(DomainError):
    """Too many failures: the person is locked for five minutes."""

    code = "locked_out"
    status = 429
    message = _("Locked after too many failed attempts. Try again in five minutes.")


@extend_schema_serializer(
    examples=[OpenApiExample("Console", {"number": "58001", "password": "…"}, request_only=True)]
)
class CredentialsSerializer(serializers.Serializer):
    """What a console sends to sign in."""

    number = serializers.CharField(max_length=32, help_text="Staff number (工号).")
    password = serializers.CharField(max_length=128, style={"input_type": "password"}, trim_whitespace=False)


class TokenSerializer(serializers.Serializer):
    """What it gets: send it back as `Authorization: Token <token>`."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class TokenView(ApiFrame, APIView):
    """Get a token (POST) or give the one in use back (DELETE)."""

    authentication_classes = [TokenAuthentication]

    def get_permissions(self) -> list:
        """Anybody may try to sign in; only the signed-in can sign out."""
        return [IsAuthenticated() if self.request.method == "DELETE" else AllowAny()]

    @extend_schema(
        operation_id="token_create",
        request=CredentialsSerializer,
        responses={201: TokenSerializer, 401: ProblemSerializer, 429: ProblemSerializer},
    )
    @never_kept
    def post(self, request: Request) -> Response:
        """Sign in. Locked after five failures, together with the login page."""
        form = CredentialsSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        credentials = {"username": form.validated_data["number"]}
        if not AxesProxyHandler.is_allowed(request._request, credentials):
            raise LockedOut
        person = authenticate(
            request._request,
            username=form.validated_data["number"],
            password=form.validated_data["password"],
        )
        if person is None:
            if not AxesProxyHandler.is_allowed(request._request, credentials):
                raise LockedOut
            raise WrongCredentials
        instance, token = AuthToken.objects.create(user=person)
        answer = TokenSerializer({"token": token, "expires_at": instance.expiry})
        return Response(answer.data, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="token_delete", request=None, responses={204: None})
    @never_kept
    def delete(self, request: Request) -> Response:
        """Sign out: the token is worth nothing from now on."""
        request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
