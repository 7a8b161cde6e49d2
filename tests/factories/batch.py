"""A batch of new supplies, accepted by operation."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from bizexpansion.demo.records import papers
from bizexpansion.models import Case, HouseholdBatch
from bizexpansion.operations import acceptance
from bizexpansion.operations.batch_list import ListLine, assess, new_rows
from crm.org.models import District, Staff
from tests.factories.book import credit_code


def make_batch(clerk: Staff, district: District, now: datetime, rows: int = 2, bad: int = 1) -> Case:
    """So many households, the first `bad` of which have to be corrected."""
    application = HouseholdBatch(
        applicant_name="苏州嘉园置业有限公司",
        credit_code=credit_code(),
        contact_name="王工",
        contact_phone="13812345670",
        district=district,
        address="苏州市工业园区星港街188号",
        network_ready=True,
        network_basis="公变台区已验收",
        household_count=rows,
        wanted_on=now.date() + timedelta(days=20),
        identity_checked=True,
    )
    lines = [
        ListLine(
            n, None, {"name": f"住户{n}", "building": "1幢", "room": f"{n}室", "capacity": "" if n <= bad else "8"}
        )
        for n in range(1, rows + 1)
    ]
    listed = new_rows(application, lines)
    assess(application, listed, now)
    return acceptance.accept_application(
        flow_code="112",
        application=application,
        token=uuid4(),
        papers=papers("M-ORG", "M-LIST"),
        list_rows=listed,
        actor=clerk,
        now=now,
    )
