"""Forms of works for a municipal body (301)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ApplicationForm
from bizexpansion.forms.base import RowForm, StepForm
from bizexpansion.models import (
    MunicipalWorks,
    RelinkedAccounts,
    Relinking,
    WorksCost,
    WorksItem,
    WorksPlan,
    WorksRecord,
)
from crm.web.forms import Section
from customers.book.models import SupplyAccount


class MunicipalForm(ApplicationForm):
    """A01 of 301."""

    sections = (
        Section(_("Municipal body"), ("body_name", "letter_number", "contact_name", "contact_phone", "mode")),
        Section(
            _("Works"),
            ("project_name", "work_kind", "voltage", "district", "address", "wanted_on", "description", "note"),
        ),
    )
    wide = ("address", "description", "note")

    class Meta:
        model = MunicipalWorks
        fields: ClassVar[Any] = [
            "body_name", "letter_number", "contact_name", "contact_phone", "mode", "project_name", "work_kind",
            "voltage", "district", "address", "wanted_on", "description", "note",
        ]  # fmt: skip

    @staticmethod
    def known_of(account: SupplyAccount) -> dict[str, Any]:
        """The place of the account that was looked up."""
        return {"district": account.district_id, "address": account.address, "voltage": account.voltage}


class WorksPlanForm(StepForm):
    """A03 of 301."""

    wide = ("scope", "note")

    class Meta:
        model = WorksPlan
        fields: ClassVar[Any] = ["scope", "outage", "capacity", "is_charged", "note"]


class WorksItemRow(RowForm):
    """A facility."""

    class Meta:
        model = WorksItem
        fields: ClassVar[Any] = ["facility", "action", "quantity", "amount"]


class WorksRecordForm(StepForm):
    """A08 of 301."""

    sections = (
        Section(_("Works agreement"), ("agreement_number", "agreement_signed_on")),
        Section(
            _("Works"),
            ("project_number", "contractor", "licence_number", "licence_valid_until", "finished_on", "note"),
        ),
    )
    wide = ("note",)

    class Meta:
        model = WorksRecord
        fields: ClassVar[Any] = [
            "agreement_number", "agreement_signed_on", "project_number", "contractor", "licence_number",
            "licence_valid_until", "finished_on", "note",
        ]  # fmt: skip


class WorksCostRow(RowForm):
    """A cost."""

    class Meta:
        model = WorksCost
        fields: ClassVar[Any] = ["kind", "description", "document", "amount"]


class RelinkingForm(StepForm):
    """A19 of 301."""

    wide = ("note",)

    class Meta:
        model = Relinking
        fields: ClassVar[Any] = ["changes_nothing", "note"]


class RelinkedRow(RowForm):
    """Which accounts, and where they hang now."""

    class Meta:
        model = RelinkedAccounts
        fields: ClassVar[Any] = [
            "from_line", "from_area", "account_number", "substation", "line", "transformer_area", "section",
        ]  # fmt: skip
