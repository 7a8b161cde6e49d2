"""The papers of a case over the API: what is there, what is owed, hand in, judge, fetch."""

from __future__ import annotations

from typing import Any, cast

from django.http import FileResponse, Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from bizexpansion.api.serializers import words
from bizexpansion.enums import MaterialKind
from bizexpansion.models import CaseDocument, MissingNotice
from bizexpansion.operations.desk import add_papers, check_paper
from bizexpansion.queries.case import find_case
from bizexpansion.queries.case_page import CasePage
from bizexpansion.queries.papers import find_paper
from bizexpansion.rules import HANDLE_PAPERS
from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.views import ApiFrame
from crm.web.uploads import check_upload, serve_stored


class PaperSerializer(serializers.ModelSerializer):
    """A paper that was handed in."""

    received_by = serializers.CharField(source="received_by.number", read_only=True)
    kind_name = words("kind")
    verdict_name = words("verdict")
    has_file = serializers.BooleanField(source="path", read_only=True)

    class Meta:
        model = CaseDocument
        fields = [
            "id", "kind", "kind_name", "name", "copies", "has_file", "file_name", "size", "received_at",
            "received_by", "verdict", "verdict_name", "opinion",
        ]  # fmt: skip
        read_only_fields = fields


class OwedSerializer(serializers.Serializer):
    """A paper that the customer still owes after a conditional acceptance (容缺受理)."""

    kind = serializers.CharField()
    name = serializers.CharField(source="label")
    due_on = serializers.DateField()
    is_late = serializers.BooleanField()


class NoticeSerializer(serializers.ModelSerializer):
    """What the customer was told once, in writing, to bring."""

    class Meta:
        model = MissingNotice
        fields = ["id", "note", "told_at"]
        read_only_fields = fields


class PapersSerializer(serializers.Serializer):
    """Everything about the papers of a case."""

    papers = PaperSerializer(many=True)
    owed = OwedSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Required now and not here in order.")
    notices = NoticeSerializer(many=True)


class HandInPaperSerializer(serializers.Serializer):
    """A paper, with its file or on paper only."""

    kind = serializers.ChoiceField(choices=MaterialKind.choices)
    name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    copies = serializers.IntegerField(min_value=1, max_value=99, default=1)
    file = serializers.FileField(required=False, help_text="PDF, JPG, PNG, HEIC, DOCX or XLSX, at most 20 MB.")


class CheckPaperSerializer(serializers.Serializer):
    """Whether a paper is in order; a bad one needs an opinion."""

    good = serializers.BooleanField()
    opinion = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class CasePapersView(ApiFrame, GenericAPIView):
    """The papers of a case."""

    serializer_class = PapersSerializer
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="case_papers", responses=PapersSerializer)
    def get(self, request: Request, case_number: str) -> Response:
        """What is there, what may follow and until when, what is missing now."""
        page = CasePage(find_case(request.user, case_number), cast(Staff, request.user), timezone.now())
        found = {
            "papers": page.detail.documents,
            "owed": page.owed,
            "missing": [str(name) for name in page.missing] if page.case.is_open else [],
            "notices": page.detail.notices,
        }
        return Response(PapersSerializer(found).data)

    @extend_schema(operation_id="case_paper_add", request=HandInPaperSerializer, responses={201: PaperSerializer})
    def post(self, request: Request, case_number: str) -> Response:
        """Hand a paper in without ending a step; the same file twice is kept once."""
        case = find_case(request.user, case_number)
        require(request.user, HANDLE_PAPERS, case.department_id)
        body = HandInPaperSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        file = given.pop("file", None)
        paper = CaseDocument(**{**given, "name": given["name"] or str(MaterialKind(given["kind"]).label)})
        if file is not None:
            check_upload(file)
        paper.upload = file
        try:
            [kept] = add_papers(
                case_id=case.pk, papers=[paper], actor=cast(Staff, request.user), now=timezone.now()
            )
        except InvalidInput as refusal:
            said = {key.rpartition("-")[2].replace("upload", "file"): one for key, one in refusal.errors.items()}
            raise InvalidInput(said) from refusal
        return Response(PaperSerializer(kept).data, status=201)


class PaperCheckView(ApiFrame, GenericAPIView):
    """The verdict on a paper."""

    serializer_class = CheckPaperSerializer

    @extend_schema(operation_id="paper_check", request=CheckPaperSerializer, responses=PaperSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Say whether a paper is in order; one that is not counts as missing."""
        paper = find_paper(request.user, pk)
        require(request.user, HANDLE_PAPERS, paper.case.department_id)
        body = CheckPaperSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given: Any = body.validated_data
        judged = check_paper(paper_id=paper.pk, **given, actor=cast(Staff, request.user), now=timezone.now())
        return Response(PaperSerializer(judged).data)


class PaperFileView(ApiFrame, GenericAPIView):
    """The file of a paper."""

    serializer_class = PaperSerializer

    @extend_schema(operation_id="paper_file", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int) -> FileResponse:
        """As a download, for those who may see the case."""
        paper = find_paper(request.user, pk)
        if not paper.path:
            raise Http404
        return serve_stored(paper.path, name=paper.file_name, kind=paper.content_type)
