"""Applications that were begun at the counter and not sent: the same drafts that the page keeps, one's own only."""

from __future__ import annotations

from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from bizexpansion.api.form_serializers import FormSerializer, ValuesField
from bizexpansion.api.forms import as_posted, describe
from bizexpansion.counter import accept_permission, accepted_by
from bizexpansion.drafting import begun_forms, draft_key, find_begun, restore_entry
from bizexpansion.engine.compile import Graph
from bizexpansion.flows import get_flow
from bizexpansion.steps import accept_entry, accept_spec
from crm.errors import InvalidInput, OutOfScope
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web import drafts
from crm.web.api.views import ApiFrame, never_kept
from crm.web.models import FormDraft

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OF_DRAFT = OpenApiParameter(
    "token", str, OpenApiParameter.PATH, description="The `token` with which the application will be sent."
)


class DraftSerializer(serializers.Serializer):
    """A form that was begun; the name that was typed is masked."""

    token = serializers.CharField(source="subject")
    flow = serializers.CharField(source="graph.flow.code")
    flow_name = serializers.CharField(source="graph.flow.name")
    name = serializers.CharField(help_text="Whose application it is, masked; else the account number.")
    saved_at = serializers.DateTimeField()


class DraftFormSerializer(serializers.Serializer):
    """A form as it was left: `value` and `known` hold what was typed, right or wrong."""

    token = serializers.CharField()
    flow = serializers.CharField()
    saved_at = serializers.DateTimeField()
    form = FormSerializer()


class KeepDraftSerializer(serializers.Serializer):
    """What has been typed so far, right or wrong: nothing is checked before the application is sent."""

    flow = serializers.CharField(help_text="Code of the flow, see `GET /flows/`.")
    values = ValuesField()


@extend_schema(parameters=[OF_DRAFT])
class DraftViewSet(ApiFrame, ViewSet):
    """Unsent applications of the caller. Sent (`POST /cases/` with the same token), a draft is gone."""

    lookup_field = "token"
    lookup_value_regex = UUID
    lists = frozenset()

    @property
    def actor(self) -> Staff:
        """Who asks."""
        return cast(Staff, self.request.user)

    @extend_schema(operation_id="drafts_list", parameters=[], responses=DraftSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The latest first, at most twenty."""
        rows = begun_forms(self.actor, *accepted_by(self.actor).values())
        return Response(DraftSerializer(rows, many=True).data)

    @extend_schema(operation_id="drafts_retrieve", responses=DraftFormSerializer)
    def retrieve(self, request: Request, token: str) -> Response:
        """The form as it was left, on whichever counter."""
        return self._shown(*self._found(token))

    @extend_schema(operation_id="drafts_keep", request=KeepDraftSerializer, responses=DraftFormSerializer)
    @never_kept
    def update(self, request: Request, token: str) -> Response:
        """Keep what has been typed, in place of what was kept under this token before."""
        body = KeepDraftSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        graph = self._flow(body.validated_data["flow"])
        other = find_begun(self.actor, token, accepted_by(self.actor).values())
        if other is not None and other[0] is not graph:
            raise InvalidInput({"flow": _("This form was begun for another business.")})
        values = {**body.validated_data["values"], "token": token}
        data = as_posted(accept_spec(graph), values)
        key = draft_key(None, graph)
        kept = drafts.save_draft(staff=self.actor, form_key=key, subject=token, data=data, now=timezone.now())
        return self._shown(graph, kept)

    @extend_schema(operation_id="drafts_discard", responses={204: None})
    def destroy(self, request: Request, token: str) -> Response:
        """Throw it away."""
        graph, _kept = self._found(token)
        drafts.discard_draft(self.actor, draft_key(None, graph), token)
        return Response(status=204)

    def _found(self, token: str) -> tuple[Graph, FormDraft]:
        found = find_begun(self.actor, token, accepted_by(self.actor).values())
        if found is None:
            raise OutOfScope
        return found

    def _flow(self, code: str) -> Graph:
        try:
            graph = get_flow(code)
        except LookupError:
            raise InvalidInput({"flow": _("There is no such business.")}) from None
        require(self.actor, accept_permission(graph))
        return graph

    def _shown(self, graph: Graph, draft: FormDraft) -> Response:
        entry = accept_entry(graph, user=self.actor)
        restore_entry(entry, draft)
        found: dict[str, Any] = {
            "token": draft.subject,
            "flow": graph.flow.code,
            "saved_at": draft.saved_at,
            "form": describe(entry),
        }
        return Response(DraftFormSerializer(found).data)
