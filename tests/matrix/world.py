"""One department's case, account and people, and a stranger with the same roles in another department."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from bizexpansion.enums import MaterialKind
from bizexpansion.models import Case, CaseDocument, FollowUp, MissingNotice, Task, Term
from bizexpansion.operations.desk import add_papers
from crm.audit.models import Entry
from crm.clocks.models import ClockRule
from crm.imports.models import ImportBatch
from crm.imports.operations import export_list
from crm.messages.models import Notification
from crm.messages.operations import notify
from crm.org.enums import Role
from crm.org.models import District, Staff
from crm.parameters.models import Parameter
from customers.book.enums import TemporaryKind
from customers.book.models import QualityFinding, SupplyAccount
from customers.book.operations import merge_customers, save_segment
from customers.book.operations.quality import score_accounts
from customers.interactions.operations import record_interaction
from tests.factories.batch import make_batch
from tests.factories.bizexpansion import SIMPLE, Walk, make_people
from tests.factories.book import credit_code, make_account, make_instrument_transformer, make_meter, make_section
from tests.factories.duplicates import compare, make_firm, pair_of
from tests.factories.org import make_staff

TRADE = [role for role in Role if role.value.startswith("R")] + [Role.ACCOUNT_MANAGER, Role.MANAGER]


@dataclass
class World:
    """What the rules of the matrix speak of."""

    people: dict[str, Staff]
    case: Case
    task: Task
    account: SupplyAccount
    contact_id: int
    paper_id: int
    clock_id: int
    rule_id: int
    notification_id: int
    entry_id: int
    parameter_code: str
    block_key: str
    pair_id: int
    merge_id: int
    batch_id: int
    batch_number: str
    export_id: int
    interaction_id: int
    finding_id: int
    follow_up_id: int
    incomplete_number: str
    temporary_number: str
    segment_id: int
    meter_number: str
    transformer_number: str
    section_number: str


def propose(case: Case, now: datetime) -> FollowUp:
    """A case that is proposed for the account of another."""
    clock = case.clocks.select_related("clock").order_by("pk")[0].clock
    term = Term.objects.create(account=case.account, case=case, timer="T15", clock=clock)
    return FollowUp.objects.create(
        account=case.account, department=case.department, term=term, flow_code="203", due_on=now.date()
    )


def make_world(now: datetime) -> World:
    """Build it: the case is in 园区营业部 (YQ), the stranger works in 姑苏营业部 (GS)."""
    walk = Walk(make_people(), now, SIMPLE)
    case = walk.accept()
    tree = walk.company.tree
    people = {
        "clerk": make_staff("M001", tree["YQ-H"], *TRADE),
        "stranger": make_staff("M002", tree["GS-H"], *TRADE),
        "plain": make_staff("M006", tree["YQ-H"], Role.R18),
        "operator": make_staff("M007", tree["OPS"], Role.GRID_OPERATOR),
        "controller": make_staff("M008", tree["DSP"], Role.GRID_CONTROLLER),
        "safety": make_staff("M009", tree["SAF"], Role.SAFETY_OFFICER),
        "system": make_staff("M003", tree["MKT"], Role.SYSTEM_ADMIN),
        "security": make_staff("M004", tree["MKT"], Role.SECURITY_ADMIN),
        "auditor": make_staff("M005", tree["MKT"], Role.AUDIT_ADMIN),
    }
    notify([people["clerk"].pk], kind="test", title="测试", body="", url="/", key="matrix", now=now)
    contact = case.account.contacts.order_by("pk").first()
    assert contact is not None
    upload = SimpleUploadedFile("image.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    paper = CaseDocument(kind=MaterialKind.M_PRJ, name="用地红线图")
    paper.upload = upload
    add_papers(case_id=case.pk, papers=[paper], actor=people["clerk"], now=now)
    task = case.tasks.get(node="dispatch_survey")
    MissingNotice.objects.create(case=case, task=task, kinds=["M-PRJ"], told_at=now, told_by=people["clerk"])
    alike = [make_firm(tree["YQ"], credit_code(900)) for _ in range(2)]
    compare(now)
    merge = merge_customers(
        survivor_id=make_firm(tree["YQ"]).pk,
        merged_id=make_firm(tree["YQ"]).pk,
        reason="同一客户",
        actor=people["clerk"],
        now=now,
    )
    incomplete = make_account(tree["YQ"])
    score_accounts([incomplete.pk], now=now)
    until = now.date() + timedelta(days=60)
    site = make_account(tree["YQ"], temporary=TemporaryKind.METERED, temporary_until=until)
    return World(
        temporary_number=site.account_number,
        follow_up_id=propose(case, now).pk,
        pair_id=pair_of(*alike).pk,
        merge_id=merge.pk,
        people=people,
        case=case,
        task=task,
        account=case.account,
        contact_id=contact.pk,
        paper_id=paper.pk,
        clock_id=case.clocks.values_list("clock_id", flat=True)[0],
        rule_id=ClockRule.objects.order_by("pk").values_list("pk", flat=True)[0],
        notification_id=Notification.objects.get().pk,
        entry_id=Entry.objects.order_by("pk").values_list("pk", flat=True)[0],
        parameter_code=Parameter.objects.order_by("code").values_list("code", flat=True)[0],
        batch_id=ImportBatch.objects.create(
            kind="accounts",
            file_name="a.csv",
            size=1,
            sha256="0",
            file_format="csv",
            header=["户号"],
            department=tree["YQ"],
            by=people["clerk"],
            at=now,
        ).pk,
        batch_number=make_batch(people["clerk"], District.objects.get(department=tree["YQ"]), now).case_number,
        export_id=export_list(key="cases", query="", reason="用于核对", actor=people["clerk"], now=now).pk,
        segment_id=save_segment(
            name="高压",
            conditions={"match": "all", "items": [{"field": "book.voltage", "op": "in", "value": ["KV10"]}]},
            actor=people["clerk"],
            now=now,
        ).pk,
        meter_number=make_meter(tree["YQ"]).asset_number,
        transformer_number=make_instrument_transformer(tree["YQ"]).asset_number,
        section_number=make_section(tree["YQ"]).number,
        incomplete_number=incomplete.account_number,
        finding_id=QualityFinding.objects.filter(account=incomplete, rule="contact_accounts").get().pk,
        block_key="supply",
        interaction_id=record_interaction(
            account_id=case.account.pk,
            token=uuid4(),
            channel="HALL",
            purpose="BILL",
            text="电费为什么涨了",
            actor=people["clerk"],
            now=now,
        ).pk,
    )
