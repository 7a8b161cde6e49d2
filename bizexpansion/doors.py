"""What business expansion offers at the platform's doors: places in the menu, the search, the customer page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bizexpansion.queries import follow_ups, of_customer, search, timeline
from bizexpansion.rules import CHOOSE_PROFILE, LOOK_UP_CASE, VIEW_CASE, step_permission
from crm.registries import (
    AccountPart,
    CustomerAction,
    CustomerBlock,
    NavigationItem,
    SearchSource,
    Stay,
    TimelineSource,
    account_parts,
    customer_actions,
    customer_blocks,
    navigation,
    search_sources,
    stays,
    timeline_sources,
)


def register() -> None:
    """Called when the app is ready."""
    _join_menu()
    _join_customer_page()
    stays.register(
        Stay(
            "bizexpansion.AccountTransfer.new_customer",
            "the application says who was to take the account over; the transfer itself follows merges",
        )
    )
    search_sources.register(SearchSource("case", _("case number"), search.find_case, VIEW_CASE, order=5))


def _join_menu() -> None:
    navigation.register(
        NavigationItem(
            "queue", _("Work queue"), "work-queue", VIEW_CASE, order=10, icon="inbox", phone=True, letter="q"
        )
    )
    navigation.register(
        NavigationItem(
            "accept",
            _("Acceptance"),
            "accept-choose",
            step_permission("accept"),
            order=20,
            icon="file-plus",
            phone=True,
            letter="a",
        )
    )
    navigation.register(
        NavigationItem(
            "cases",
            _("Business expansion"),
            "case-list",
            VIEW_CASE,
            order=40,
            icon="git-branch",
            phone=True,
            letter="b",
        )
    )
    navigation.register(
        NavigationItem("reports", _("Reports"), "report-late-soon", VIEW_CASE, order=600, icon="chart-bar")
    )
    navigation.register(
        NavigationItem(
            "follow-ups", _("Proposed cases"), "follow-up-list", VIEW_CASE, order=45, icon="calendar-due"
        )
    )
    navigation.register(
        NavigationItem(
            "profiles", _("Low-voltage profiles"), "profile-list", CHOOSE_PROFILE, order=895, icon="route"
        )
    )


def _join_customer_page() -> None:
    customer_blocks.register(
        CustomerBlock(
            "open-cases",
            _("Business expansion"),
            "bizexpansion/customer_block.html",
            of_customer.open_cases,
            VIEW_CASE,
            order=10,
            lazy=True,
        )
    )
    customer_blocks.register(
        CustomerBlock(
            "outliving-terms",
            _("Terms and proposed cases"),
            "bizexpansion/terms_block.html",
            follow_ups.terms_of_customer,
            VIEW_CASE,
            order=12,
            lazy=True,
        )
    )
    customer_blocks.register(
        CustomerBlock(
            "grid-cases",
            _("Open cases that touch the grid"),
            "bizexpansion/customer_block.html",
            of_customer.grid_cases,
            LOOK_UP_CASE,
            order=10,
            lazy=True,
        )
    )
    customer_blocks.register(
        CustomerBlock(
            "documents",
            _("Papers"),
            "bizexpansion/documents_block.html",
            of_customer.documents,
            VIEW_CASE,
            order=50,
            lazy=True,
            is_side=True,
        )
    )
    account_parts.register(
        AccountPart("open_cases", of_customer.running_cases, _case_serializer, VIEW_CASE, many=True, order=10)
    )
    timeline_sources.register(
        TimelineSource("cases", _("Business expansion"), timeline.of_accounts, VIEW_CASE, order=10)
    )
    customer_actions.register(
        CustomerAction(
            "accept",
            _("Accept an application"),
            lambda account: f"{reverse('accept-choose')}?account={account.account_number}",
            step_permission("accept"),
            order=10,
            icon="file-plus",
        )
    )


def _case_serializer() -> Any:
    """Imported late: serializers need the models of every app."""
    from bizexpansion.api.serializers import RunningCaseSerializer

    return RunningCaseSerializer
