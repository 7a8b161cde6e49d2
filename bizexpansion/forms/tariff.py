"""Forms of the family "tariff" (215)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from bizexpansion.forms.acceptance import ChangeForm
from bizexpansion.forms.base import StepForm
from bizexpansion.models import TariffChange, TariffCheck, TariffPlan
from crm.web.forms import Section
from customers.book.models import AccountPrice, SupplyAccount

KNOWN = ("price_code", "strategy", "basic_charge_mode", "power_factor_standard", "is_time_of_use")


class TariffChangeForm(ChangeForm):
    """A01 of 215: the price as it shall be, filled in with what it is."""

    sections = (
        ChangeForm.about,
        Section(_("Change"), ("kind", "effective_on", "new_use", "reason")),
        Section(
            _("Price from that day"),
            (
                "tariff_class", "industry_code", "sequence", "price_code", "strategy", "basic_charge_mode",
                "power_factor_standard", "is_time_of_use",
            ),
        ),
        Section(_("Checked by the clerk"), ("identity_checked", "breaches_checked", "note")),
    )  # fmt: skip
    wide = ("new_use", "reason", "note")

    class Meta:
        model = TariffChange
        fields: ClassVar[Any] = [
            "mode", "contact_name", "contact_phone", "kind", "effective_on", "new_use", "reason", "tariff_class",
            "industry_code", "sequence", "price_code", "strategy", "basic_charge_mode", "power_factor_standard",
            "is_time_of_use", "identity_checked", "breaches_checked", "note",
        ]  # fmt: skip

    @staticmethod
    def known_of(account: SupplyAccount) -> dict[str, Any]:
        """Class of use, industry and the first price in force."""
        price = (
            AccountPrice.objects.filter(account=account, period__contains=localdate()).order_by("sequence").first()
        )
        known = {name: getattr(price, name) for name in (*KNOWN, "sequence")} if price else {}
        return {
            "account": account.account_number,
            "tariff_class": account.tariff_class,
            "industry_code": account.industry_code,
            **known,
        }


class TariffCheckForm(StepForm):
    """A02 of 215."""

    wide = ("use_found", "refusal_reason", "note")

    class Meta:
        model = TariffCheck
        fields: ClassVar = [
            "surveyor", "second_surveyor", "checked_on", "use_found", "is_possible", "refusal_reason", "meter_work",
            "changes_contract", "needs_plan", "note",
        ]  # fmt: skip

    def narrow(self) -> None:
        """Surveyors of the department."""
        self.offer_people("check_tariff", "surveyor", "second_surveyor")


class TariffPlanForm(StepForm):
    """A03 of 215."""

    wide = ("metering_scheme", "billing_scheme", "note")

    class Meta:
        model = TariffPlan
        fields: ClassVar = ["effective_on", "metering_scheme", "billing_scheme", "note"]
