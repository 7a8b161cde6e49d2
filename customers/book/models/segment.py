"""A segment: conditions on accounts under a name, which anybody may build and reuse."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from crm.errors import NotPermitted
from crm.org.models import Department
from crm.org.permissions import business_department_id, has_permission
from crm.org.scope import ScopedQuerySet
from customers.book.criteria import SCHEMA_VERSION, Group, as_query, read_criteria
from customers.book.enums import AccountStatus, Sharing
from customers.book.models.account import SupplyAccount
from customers.book.rules import VIEW_ACCOUNT


def home_of(user: Any) -> int:
    """The department with which somebody shares: the business department, or else the unit where he works."""
    return business_department_id(user.department) or user.department_id


class SegmentQuerySet(QuerySet["Segment"]):
    """A segment holds no customer, only a question; who sees it is its owner's choice."""

    def restrict(self, user: Any, permission: str) -> Self:
        """One's own, those shared with a department that one belongs to, those for everybody."""
        if not has_permission(user, permission):
            return self.none()
        chain = [int(part) for part in user.department.path.split("/") if part]
        near = Q(sharing=Sharing.DEPARTMENT, department_id__in=chain)
        return self.filter(Q(owner_id=user.pk) | Q(sharing=Sharing.EVERYONE) | near)


class Segment(models.Model):
    """客户分群: a named filter over supply accounts, counted whenever it is opened.

    `conditions` in the form of `customers.book.criteria`, `schema_version` says which. `department` is the one
    with which it is shared. `version` counts changes, for forms that must not overwrite each other.
    """

    name = models.CharField(_("name of the segment"), max_length=80)
    description = models.CharField(_("what it is for"), max_length=300, blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="segments",
        verbose_name=_("owner of the segment"),
    )
    sharing = models.CharField(_("shared with"), max_length=10, choices=Sharing, default=Sharing.OWNER)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="segments", verbose_name=_("department")
    )
    conditions = models.JSONField(_("conditions"))
    schema_version = models.PositiveSmallIntegerField(_("form of the conditions"), default=SCHEMA_VERSION)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("changed"))
    archived_at = models.DateTimeField(_("put away"), null=True, blank=True)

    objects = models.Manager.from_queryset(SegmentQuerySet)()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(archived_at__isnull=True), name="segment_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="segment_has_name"),
        ]
        indexes = [models.Index(fields=["department", "name"], name="segment_by_department")]

    def __str__(self) -> str:
        return self.name

    @property
    def criteria(self) -> Group:
        """The conditions as a value."""
        return read_criteria(self.conditions)

    def accounts(self, user: Any, *, today: date) -> QuerySet[SupplyAccount]:
        """The accounts in it that `user` may see, unordered; the API for visits, campaigns and reports.

        `today` is the day in China to which "days ago" refers. Raises UnknownCondition, NotPermitted.
        """
        return accounts_meeting(self.criteria, user, today=today)

    def narrow(
        self, accounts: ScopedQuerySet[SupplyAccount], user: Any, *, today: date
    ) -> ScopedQuerySet[SupplyAccount]:
        """Those of `accounts` that are in it. Raises UnknownCondition, NotPermitted."""
        return narrow_accounts(accounts, self.criteria, user, today=today)


def accounts_meeting(criteria: Group, user: Any, *, today: date) -> ScopedQuerySet[SupplyAccount]:
    """The accounts that meet the criteria and that `user` may see; voided applications are never among them."""
    accounts = SupplyAccount.objects.restrict(user, VIEW_ACCOUNT).exclude(status=AccountStatus.VOIDED)
    return narrow_accounts(accounts, criteria, user, today=today)


def narrow_accounts(
    accounts: ScopedQuerySet[SupplyAccount], criteria: Group, user: Any, *, today: date
) -> ScopedQuerySet[SupplyAccount]:
    """Those that meet the criteria, in the departments where `user` may see all that is asked.

    Raises UnknownCondition; NotPermitted where a condition asks what the person's role may not see at all.
    """
    for permission in (VIEW_ACCOUNT, *criteria.permissions()):
        if not has_permission(user, permission):
            raise NotPermitted(details={"permission": permission})
        accounts = accounts.restrict(user, permission)
    return accounts.filter(as_query(criteria, today=today))
