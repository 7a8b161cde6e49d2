"""How an account pays (303 更改交费方式)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import payment as forms
from bizexpansion.forms.base import StepSpec
from bizexpansion.operations import acceptance, payment

EFFECTS = payment

SPECS = (
    StepSpec(
        "accept_payment",
        forms.PaymentChangeForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG", "M-PAY"),
        button=_("Accept"),
    ),
)
