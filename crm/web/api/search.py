"""The search box over the API. Posted: what is searched for is personal and must not stand in addresses or logs."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from crm.search.box import find
from crm.web.api.views import ApiFrame, never_kept


@extend_schema_serializer(
    examples=[
        OpenApiExample("Account number", {"q": "3200000041"}, request_only=True),
        OpenApiExample("Initials", {"q": "szby"}, request_only=True),
    ]
)
class SearchRequestSerializer(serializers.Serializer):
    """What to look for."""

    q = serializers.CharField(
        max_length=500,
        allow_blank=True,
        help_text="Account number, name or a part of it, pinyin initials, phone or a part of it "
        "(three digits or more), part of an address, meter number, credit code, last six of an ID number, "
        "case number.",
    )


class SearchHitSerializer(serializers.Serializer):
    """One record. Names, phones and addresses of persons are masked."""

    url = serializers.CharField(help_text="Path of its page.")
    title = serializers.CharField()
    detail = serializers.CharField()
    exact = serializers.BooleanField(help_text="Whether what was searched for is a number of this record.")


class SearchGroupSerializer(serializers.Serializer):
    """Records found in one way."""

    label = serializers.CharField(help_text="Heading, in the language of the request.")  # type: ignore[assignment]
    hits = SearchHitSerializer(many=True)


class SearchAnswerSerializer(serializers.Serializer):
    """All groups, those with an exact number first; empty when nothing fits that the caller may see."""

    groups = SearchGroupSerializer(many=True)


class SearchView(ApiFrame, APIView):
    """One box that takes any identifier."""

    @extend_schema(operation_id="search", request=SearchRequestSerializer, responses={200: SearchAnswerSerializer})
    @never_kept
    def post(self, request: Request) -> Response:
        """Find records that the caller may see, at most a few in each group."""
        wanted = SearchRequestSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        found = find(request.user, wanted.validated_data["q"])
        return Response(SearchAnswerSerializer(found).data)
