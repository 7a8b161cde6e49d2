"""The quality of the book over the API: rules, departments, scores, findings and their care."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.errors import InvalidInput
from crm.org.models import Staff
from crm.org.permissions import require
from crm.web.api.pagination import NewestFirst
from crm.web.api.views import ApiFrame
from customers.book.api.serializers.quality import (
    AccountQualitySerializer,
    DepartmentQualitySerializer,
    FindingAsideSerializer,
    FindingAssignSerializer,
    FindingSerializer,
    RuleSerializer,
    ScoreSerializer,
)
from customers.book.filters import FindingFilter, ScoreFilter
from customers.book.models import AccountQuality, QualityFinding
from customers.book.operations.quality import assign_findings, set_finding_aside, take_up_finding
from customers.book.quality.catalogue import RULES
from customers.book.queries.accounts import account_by_number
from customers.book.queries.quality import (
    department_lines,
    quality_of,
    visible_findings,
    visible_scores,
)
from customers.book.rules import VIEW_QUALITY


class QualityFrame(ApiFrame):
    """Only for who may see the quality of the book somewhere."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The permission first."""
        super().initial(request, *args, **kwargs)
        require(request.user, VIEW_QUALITY)


class QualityViewSet(QualityFrame, GenericViewSet):
    """What is judged, and how the departments stand."""

    queryset = AccountQuality.objects.none()
    pagination_class = None
    filter_backends = ()
    serializer_class = RuleSerializer
    lists = frozenset()

    @extend_schema(responses=RuleSerializer(many=True))
    @action(detail=False)
    def rules(self, request: Request) -> Response:
        """The rules, gaps before errors."""
        return Response(RuleSerializer(list(RULES.values()), many=True).data)

    @extend_schema(responses=DepartmentQualitySerializer(many=True))
    @action(detail=False)
    def departments(self, request: Request) -> Response:
        """The present state of each department of the caller."""
        return Response(DepartmentQualitySerializer(department_lines(request.user), many=True).data)


class ByAccount(NewestFirst):
    """In the order of the accounts' keys."""

    ordering = ("account_id",)


class ScoreViewSet(QualityFrame, ListModelMixin, GenericViewSet):
    """The scores of the accounts of the caller's departments."""

    queryset = AccountQuality.objects.none()
    serializer_class = ScoreSerializer
    filterset_class = ScoreFilter
    pagination_class = ByAccount

    def get_queryset(self) -> QuerySet[AccountQuality]:
        """Only what `restrict` lets through."""
        return visible_scores(self.request.user)


class AccountQualityView(QualityFrame, RetrieveModelMixin, GenericViewSet):
    """The scores and findings of one account; 404 where it is not scored (opened just now, closed, voided)."""

    queryset = AccountQuality.objects.none()
    serializer_class = AccountQualitySerializer

    def get_object(self) -> AccountQuality:
        """The scores of the account in the address."""
        account = account_by_number(self.request.user, self.kwargs["account_number"])
        score, findings = quality_of(self.request.user, account)
        if score is None:
            raise Http404
        score.account, score.findings = account, findings  # type: ignore[attr-defined]
        for finding in findings:
            finding.account = account
        return score


class FindingViewSet(QualityFrame, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """What is missing or wrong in the records of the caller's departments."""

    queryset = QualityFinding.objects.none()
    serializer_class = FindingSerializer
    filterset_class = FindingFilter
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[QualityFinding]:
        """Only what `restrict` lets through."""
        return visible_findings(self.request.user)

    @extend_schema(request=FindingAssignSerializer, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Take the finding, give it to a colleague, or give it back."""
        finding = self.get_object()
        body = FindingAssignSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        number = body.validated_data["staff"]
        person = Staff.objects.filter(number=number, is_active=True).first() if number is not None else None
        if number is not None and person is None:
            raise InvalidInput({"staff": _("There is nobody with this number.")})
        assign_findings(
            finding_ids=[finding.pk],
            staff_id=person.pk if person else None,
            actor=cast(Staff, request.user),
            now=timezone.now(),
        )
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=FindingAsideSerializer, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def aside(self, request: Request, pk: str) -> Response:
        """Set the finding aside until a day, with the reason."""
        finding = self.get_object()
        body = FindingAsideSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        set_finding_aside(
            finding_id=finding.pk, actor=cast(Staff, request.user), now=timezone.now(), **body.validated_data
        )
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=None, responses=FindingSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: str) -> Response:
        """Bring a finding back that was set aside."""
        take_up_finding(finding_id=self.get_object().pk, actor=cast(Staff, request.user), now=timezone.now())
        return Response(self.get_serializer(self.get_object()).data)
