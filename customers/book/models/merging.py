"""Customers that may be one, and what was decided about them: pairs, merges, consents, what moved."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.org.models import Department, Staff
from crm.org.permissions import scope_of
from crm.org.scope import ScopedQuerySet
from customers.book.merging import ConsentState, DuplicateRule, KeyKind, MergeState, PairState
from customers.book.models.account import SupplyAccount
from customers.book.models.customer import Customer


class DuplicateKey(models.Model):
    """One key under which a customer is compared (`customers.book.matching`); customers that share one may be one.

    Derived from customer and accounts; written by the search for duplicates alone. A merged customer has none.
    """

    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, db_constraint=False, related_name="+", verbose_name=_("customer")
    )
    kind = models.CharField(_("kind of key"), max_length=2, choices=KeyKind)
    key = models.UUIDField(_("key"))

    class Meta:
        verbose_name = _("key of comparison")
        verbose_name_plural = _("keys of comparison")
        indexes = [models.Index(fields=["key", "kind"], name="duplicate_key")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind}"


class DuplicateDue(models.Model):
    """A customer whose keys are to be made anew, because it or one of its accounts was written.

    Filled by triggers (migration `merge_customers`), so that bulk writes and COPY are covered; emptied by the
    search for duplicates. The same customer may stand here several times.
    """

    customer_id = models.BigIntegerField(_("customer"))

    class Meta:
        verbose_name = _("customer to be compared")
        verbose_name_plural = _("customers to be compared")

    def __str__(self) -> str:
        return str(self.customer_id)


class DuplicatePairQuerySet(ScopedQuerySet["DuplicatePair"]):
    """A pair stands where one of its customers has an account."""

    def restrict(self, user: Any, permission: str) -> Self:
        """Pairs of which one customer has an account in a department where `user` may do `permission`."""
        scope = scope_of(user, permission)
        if scope.everywhere:
            return self
        if not scope:
            return self.none()
        mine = SupplyAccount._base_manager.filter(department_id__in=sorted(scope.departments))
        return self.filter(
            Exists(mine.filter(customer_id=OuterRef("first_id")))
            | Exists(mine.filter(customer_id=OuterRef("second_id")))
        )


class DuplicatePair(models.Model):
    """Two customers that may be one, the lower key first, with the rules that say so and what was decided.

    `evidence` are the keys that both share: a pair that was rejected comes back only when it shares another one.
    """

    first = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="+", verbose_name=_("one customer"), db_index=False
    )
    second = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="+", verbose_name=_("the other customer")
    )
    rules = ArrayField(models.CharField(max_length=12, choices=DuplicateRule), verbose_name=_("rules that hold"))
    evidence = ArrayField(models.UUIDField(), verbose_name=_("keys in common"))
    state = models.CharField(_("state"), max_length=8, choices=PairState, default=PairState.OPEN)
    found_at = models.DateTimeField(_("found at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = models.Manager.from_queryset(DuplicatePairQuerySet)()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="duplicate_pair_newest")]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"

    @property
    def rule_words(self) -> list[Any]:
        """The rules that hold, in words."""
        return [DuplicateRule(rule).label for rule in self.rules]


class CustomerMergeQuerySet(ScopedQuerySet["CustomerMerge"]):
    """A merge stands in every department that it touches."""

    def restrict(self, user: Any, permission: str) -> Self:
        """Merges that touch a department where `user` may do `permission`."""
        scope = scope_of(user, permission)
        if scope.everywhere:
            return self
        if not scope:
            return self.none()
        mine = MergeConsent._base_manager.filter(department_id__in=sorted(scope.departments))
        return self.filter(Exists(mine.filter(merge_id=OuterRef("pk"))))


class CustomerMerge(models.Model):
    """`merged` becomes part of `survivor`: from the proposal over the consents to the merge, and back.

    `choices` says for each field in which they differed whose value stays; `kept_data` holds what the survivor
    had there, for undoing.
    """

    survivor = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="merges_taken_in", verbose_name=_("customer that stays")
    )
    merged = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="merges_given_up", verbose_name=_("merged customer")
    )
    pair = models.ForeignKey(
        DuplicatePair,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merges",
        verbose_name=_("possible duplicate"),
    )
    state = models.CharField(_("state"), max_length=9, choices=MergeState, default=MergeState.PROPOSED)
    choices = models.JSONField(_("values chosen"), default=dict)
    kept_data = models.JSONField(_("values before the merge"), default=dict)
    reason = models.CharField(_("reason"), max_length=200)
    proposed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    merged_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged at"), null=True, blank=True)
    undo_until = models.DateTimeField(_("can be undone until"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    closed_at = models.DateTimeField(_("ended"), null=True, blank=True)
    closing_reason = models.CharField(_("reason of the end"), max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = models.Manager.from_queryset(CustomerMergeQuerySet)()

    class Meta:
        verbose_name = _("merge of customers")
        verbose_name_plural = _("merges of customers")
        constraints = [
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["merged"], condition=Q(state=MergeState.MERGED), name="customer_merged_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(MergeState.MERGED, MergeState.UNDONE), merged_at__isnull=False)
                | (~Q(state__in=(MergeState.MERGED, MergeState.UNDONE)) & Q(merged_at__isnull=True)),
                name="merge_state_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="merge_newest")]

    def __str__(self) -> str:
        return f"{self.merged_id} -> {self.survivor_id}"


class MergeConsent(models.Model):
    """What one department says to a merge that touches its accounts; one row for each such department."""

    merge = models.ForeignKey(
        CustomerMerge, on_delete=models.CASCADE, related_name="consents", verbose_name=_("merge of customers")
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("business department")
    )
    state = models.CharField(_("state"), max_length=7, choices=ConsentState, default=ConsentState.WAITING)
    by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent to a merge")
        verbose_name_plural = _("consents to merges")
        constraints = [
            models.UniqueConstraint(fields=["merge", "department"], name="merge_consent_once"),
        ]
        indexes = [models.Index(fields=["department", "state"], name="merge_consent_waiting")]

    def __str__(self) -> str:
        return f"{self.merge_id} {self.department_id} {self.state}"


class MergeMove(models.Model):
    """Which records of one kind a merge moved, by their keys: exactly those go back when it is undone."""

    merge = models.ForeignKey(
        CustomerMerge, on_delete=models.CASCADE, related_name="moves", verbose_name=_("merge of customers")
    )
    mover = models.CharField(_("kind of record"), max_length=60)
    records = ArrayField(models.BigIntegerField(), verbose_name=_("records"))

    class Meta:
        verbose_name = _("records moved by a merge")
        verbose_name_plural = _("records moved by merges")
        constraints = [models.UniqueConstraint(fields=["merge", "mover"], name="merge_move_once")]

    def __str__(self) -> str:
        return f"{self.merge_id} {self.mover}"
