"""Meter test on request (304 申请校验), and the test of a removed meter (302)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from bizexpansion.forms import testing as forms
from bizexpansion.forms.base import StepSpec
from bizexpansion.models import Case, FeeReceipt, FeeRefund, TestRequest
from bizexpansion.operations import acceptance, testing
from bizexpansion.operations.lookups import standing_record

Known = Mapping[str, Any]


def _asker(case: Case) -> Known:
    """The person who asked."""
    return {"recipient": TestRequest.objects.get(case=case).contact_name}


def _received(case: Case) -> Known:
    """The whole fee."""
    return {"amount": standing_record(case, FeeReceipt).amount}


def _determined(case: Case) -> Known:
    """What was determined, to whoever paid it."""
    return {
        "amount": standing_record(case, FeeRefund).amount,
        "payee": standing_record(case, FeeReceipt).payer,
    }


SPECS = (
    StepSpec(
        "accept_test",
        forms.TestRequestForm,
        acceptance.accept_application,
        "application",
        papers=("M-CHG",),
        button=_("Accept"),
    ),
    StepSpec("test_on_site", forms.TestResultForm, testing.record_test, "result", button=_("Record the test")),
    StepSpec(
        "test_in_laboratory", forms.TestResultForm, testing.record_test, "result", button=_("Record the test")
    ),
    StepSpec(
        "reply_test_result",
        forms.TestReplyForm,
        testing.reply_result,
        "reply",
        prefill=_asker,
        button=_("Reply to the customer"),
    ),
    StepSpec(
        "determine_fee_refund",
        forms.FeeRefundForm,
        testing.determine_fee_refund,
        "refund",
        prefill=_received,
        button=_("Determine the refund"),
    ),
    StepSpec(
        "pay_fee_refund",
        forms.FeePayoutForm,
        testing.pay_fee_refund,
        "payout",
        prefill=_determined,
        button=_("Pay the fee back"),
    ),
)
