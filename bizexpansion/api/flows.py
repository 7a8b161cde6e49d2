"""The flows over the API: which there are, what each is, which fits what a customer wants, what bars it."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from bizexpansion.counter import accept_permission, accepted_by, barred_by, known_account
from bizexpansion.engine.compile import Graph
from bizexpansion.enums import material_label
from bizexpansion.flows import all_flows, get_flow, latest_flows
from bizexpansion.operations.conditional import may_follow
from bizexpansion.operations.papers import required_kinds
from bizexpansion.operations.preconditions import Question, look_up_all
from bizexpansion.queries.definitions import definition, limits_on
from bizexpansion.queries.diagram import drawing_of
from bizexpansion.queries.promises import promises
from bizexpansion.rules import VIEW_CASE
from bizexpansion.wishes import suggest
from crm.errors import OutOfScope
from crm.org.models import Staff
from crm.org.permissions import has_permission, require
from crm.web.api.views import ApiFrame, never_kept
from customers.book.queries.accounts import account_by_number

MOST_SAID = 60
ACCOUNT = OpenApiParameter("account", str, description="Account number, where the customer has an account.")
VERSION = OpenApiParameter("version", int, description="Version of the flow; the newest unless another is named.")


class FlowSerializer(serializers.Serializer):
    """A flow in one line."""

    code = serializers.CharField()
    version = serializers.IntegerField(help_text="The newest; running cases stay on the version they began with.")
    name = serializers.CharField()
    family = serializers.CharField()
    applicants = serializers.ListField(child=serializers.CharField())
    versions = serializers.ListField(child=serializers.IntegerField())
    may_accept = serializers.BooleanField(help_text="Whether the caller accepts applications for it.")


class WishSerializer(serializers.Serializer):
    """What a customer says, and of which account."""

    said = serializers.CharField(max_length=MOST_SAID)
    account = serializers.CharField(max_length=12, required=False, default="", allow_blank=True)


class SuggestionSerializer(serializers.Serializer):
    """A flow that fits, and what bars it on the account."""

    flow = serializers.CharField()
    name = serializers.CharField()
    wish = serializers.CharField()
    barred_by = serializers.ListField(child=serializers.CharField())


class PreconditionSerializer(serializers.Serializer):
    """What a precondition says of the account, and where it is laid down."""

    rule = serializers.CharField()
    name = serializers.CharField()
    met = serializers.BooleanField(allow_null=True, help_text="Null: a person has to look.")
    words = serializers.CharField()
    legal_source = serializers.CharField()


class PaperToBringSerializer(serializers.Serializer):
    """A paper that the acceptance asks for."""

    kind = serializers.CharField()
    name = serializers.CharField()
    may_follow_until = serializers.DateField(allow_null=True, help_text="容缺受理: the last day, if it may follow.")


class PromiseSerializer(serializers.Serializer):
    """What is promised if the application is accepted now."""

    name = serializers.CharField()
    holds_for = serializers.CharField()
    limit = serializers.IntegerField()
    unit = serializers.CharField()
    due_at = serializers.DateTimeField()
    provisional = serializers.BooleanField()


class CounterSerializer(serializers.Serializer):
    """What is known before anything is typed."""

    preconditions = PreconditionSerializer(many=True)
    papers = PaperToBringSerializer(many=True)
    promises = PromiseSerializer(many=True)


class FlowViewSet(ApiFrame, ViewSet):
    """The business-expansion flows."""

    lookup_field = "code"
    lookup_value_regex = r"[0-9]{3}"
    lists = frozenset()

    @property
    def query_parameters(self) -> frozenset[str]:  # type: ignore[override]  # each action its own
        """What the address takes."""
        known = {"counter": {"account"}, "drawing": {"version"}, "retrieve": {"version"}}
        return frozenset(known.get(self.action or "", ()))

    @extend_schema(operation_id="flows_list", responses=FlowSerializer(many=True))
    def list(self, request: Request) -> Response:
        """All flows, by code."""
        require(request.user, VIEW_CASE)
        versions: dict[str, list[int]] = {}
        for flow in all_flows():
            versions.setdefault(flow.code, []).append(flow.version)
        rows = [
            {
                **{name: getattr(graph.flow, name) for name in ("code", "version", "family", "applicants")},
                "name": str(graph.flow.name),
                "versions": sorted(versions[graph.flow.code]),
                "may_accept": has_permission(request.user, accept_permission(graph)),
            }
            for graph in latest_flows()
        ]
        return Response(FlowSerializer(rows, many=True).data)

    @extend_schema(operation_id="flows_retrieve", responses=OpenApiTypes.OBJECT, parameters=[VERSION])
    def retrieve(self, request: Request, code: str) -> Response:
        """Everything about a flow, as `manage.py flows --json` says it."""
        require(request.user, VIEW_CASE)
        return Response(definition(self._graph(code), limits_on(timezone.localdate())))

    @extend_schema(operation_id="flows_suggest", request=WishSerializer, responses=SuggestionSerializer(many=True))
    @action(detail=False, methods=["post"])
    @never_kept
    def suggest(self, request: Request) -> Response:
        """The flows that fit what a customer wants. Posted: what is said may be personal."""
        user = cast(Staff, request.user)
        graphs = accepted_by(user)
        body = WishSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        account, trouble = known_account(user, body.validated_data["account"])
        if trouble:
            raise OutOfScope(field="account")
        rows = [
            {
                "flow": code,
                "name": str(graphs[code].flow.name),
                "wish": str(wish.words),
                "barred_by": barred_by(graphs[code].flow, account, timezone.now()),
            }
            for wish, code in suggest(body.validated_data["said"], graphs)
        ]
        return Response(SuggestionSerializer(rows, many=True).data)

    @extend_schema(operation_id="flows_counter", responses=CounterSerializer, parameters=[ACCOUNT])
    @action(detail=True, methods=["get"])
    def counter(self, request: Request, code: str) -> Response:
        """Before anything is typed: what bars it, which papers it needs, what is promised."""
        user, now, graph = cast(Staff, request.user), timezone.now(), self._graph(code)
        require(user, accept_permission(graph))
        number = request.query_params.get("account", "")
        account = account_by_number(user, number) if number else None
        kinds = required_kinds(graph, "accept")
        department = account.department_id if account else None
        later = may_follow(code, kinds, on=localtime(now).date(), department=department)
        found = {
            "preconditions": [
                {
                    "rule": one.rule.code,
                    "name": str(one.rule.label),
                    "met": one.answer.met,
                    "words": str(one.answer.words),
                    "legal_source": str(one.rule.source),
                }
                for one in look_up_all(graph.flow, Question(graph.flow, account, None, now))
            ],
            "papers": [
                {"kind": kind, "name": material_label(kind), "may_follow_until": later.get(kind)} for kind in kinds
            ],
            "promises": promises(graph, account, now),
        }
        return Response(CounterSerializer(found).data)

    @extend_schema(
        operation_id="flows_drawing",
        responses={(200, "application/xml"): OpenApiTypes.BINARY},
        parameters=[VERSION],
    )
    @action(detail=True, methods=["get"])
    def drawing(self, request: Request, code: str) -> HttpResponse:
        """A version of the flow as BPMN 2.0 with its picture."""
        require(request.user, VIEW_CASE)
        graph = self._graph(code)
        language = get_language() or settings.LANGUAGE_CODE
        return HttpResponse(drawing_of(code, graph.flow.version, language), content_type="application/xml")

    def _graph(self, code: str) -> Graph:
        """The flow in the version that is asked for. Raises OutOfScope."""
        asked = self.request.query_params.get("version", "")
        try:
            return get_flow(code, int(asked) if asked.isdecimal() and len(asked) < 4 else None)
        except LookupError:
            raise OutOfScope from None
