"""Every component on three pages, for tests and for looking at; never part of the running system."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from crm.errors import DomainError, InvalidInput, OutOfScope, StaleVersion
from crm.org.enums import DepartmentKind
from crm.org.models import Department
from crm.web.flash import done_with_undo
from crm.web.forms import DayInput, PageForm, Section
from crm.web.lists import ListPage
from crm.web.templatetags.crm_web import CHIPS
from crm.web.views.operation import OperationFormView

AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def templates_with_showcase() -> list[dict[str, Any]]:
    """The TEMPLATES setting with the showcase's own folder in front."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates", *templates[0]["DIRS"]]
    return templates


class ApplicationForm(PageForm):
    """Every kind of control."""

    sections = (
        Section("申请", ("name", "capacity", "voltage", "from_day", "address", "agree"), note="按申请书顺序填写"),
        Section("其他", ("kinds", "why", "paper")),
    )
    wide = ("address",)
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label="户名", max_length=80)
    capacity = forms.DecimalField(
        label="申请容量 (kVA)", min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    voltage = forms.ChoiceField(label="供电电压", choices=[("10", "10 kV"), ("20", "20 kV")])
    from_day = forms.DateField(label="计划用电日期", widget=DayInput, required=False)
    address = forms.CharField(label="用电地址", help_text="写到门牌号")
    agree = forms.BooleanField(label="客户已阅知一次性告知书", required=False)
    kinds = forms.MultipleChoiceField(
        label="用电设备",
        choices=[("a", "生产"), ("b", "照明"), ("c", "充电桩")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    why = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(label="资料", required=False)


class Application(OperationFormView):
    """A form whose operation refuses by the name that is typed."""

    form_class = ApplicationForm
    template_name = "showcase/form.html"
    draft_key = "showcase"

    def get_initial(self) -> dict[str, Any]:
        return {"version": 1, "address": "姑苏区平江路 18 号"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"known": ["address"]}

    def get_draft_subject(self) -> str:
        return self.kwargs.get("subject", "")

    def perform(self, form: forms.BaseForm) -> Any:
        refusals: dict[str, DomainError] = {
            "占用": DomainError("这个户号有在办工单。", code="open_case", field="name"),
            "全错": InvalidInput({"capacity": "容量超过上限。", "elsewhere": "别处有误。"}),
            "旧": StaleVersion(
                details={
                    "current": {"capacity": "800", "address": "姑苏区平江路 18 号"},
                    "version": 7,
                    "by": "李四",
                    "at": AT,
                }
            ),
            "外": OutOfScope(),
        }
        if form.cleaned_data["name"] in refusals:
            raise refusals[form.cleaned_data["name"]]
        done_with_undo(self.request, "已受理。", "/showcase/form/")

    def get_success_url(self) -> str:
        return "/showcase/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"cancel_url": "/showcase/"}


class Filters(django_filters.FilterSet):
    """A choice and a text."""

    kind = django_filters.ChoiceFilter(label="类别", choices=DepartmentKind.choices)
    name = django_filters.CharFilter(label="名称", lookup_expr="contains")

    class Meta:
        model = Department
        fields = ["kind", "name"]


class Departments(ListPage):
    """The departments, four a page."""

    order = ("code", "pk")
    page_size = 4
    filterset_class = Filters
    template_name = "showcase/list.html"
    rows_template = "showcase/rows.html"

    def get_queryset(self) -> QuerySet[Department]:
        return Department.objects.select_related("parent")


def components(request: HttpRequest) -> HttpResponse:
    """Chips, facts, tabs, a timeline, a bar, a confirmation, a QR code."""
    messages.warning(request, "日历已更新，3 个时限有变动。")
    context = {
        "chips": [
            (state, word)
            for state, word in zip(
                CHIPS,
                [
                    "超期 1 个工作日",
                    "余 3 小时",
                    "余 2 个工作日",
                    "暂停中 · 待客户签约",
                    "已完成",
                    "待办",
                    "等待",
                    "退回",
                    "中止",
                    "绿色通道",
                    "重要客户",
                    "注意",
                    "提示",
                    "无",
                ],
                strict=True,
            )
        ],
        "facts": [("户号", "3201234567"), ("电压", "10 kV"), ("容量", "1,600 kVA"), ("客户经理", None)],
        "tabs": [
            {"label": "我的", "url": "/showcase/", "count": 12, "here": True},
            {"label": "本班", "url": "?b", "count": "1000+"},
        ],
        "entries": [
            {"at": AT, "title": "受理", "who": "张三 园区营业厅", "icon": "check", "state": "done"},
            {
                "at": AT,
                "title": "现场勘查超期",
                "who": "李四",
                "detail": "客户不在场，改约次日",
                "icon": "alert-triangle",
                "state": "late",
            },
        ],
        "parts": [("us", 11, "我方"), ("customer", 9, "客户"), ("third", 2, "其他")],
        "at": AT,
        "amount": Decimal("1204.5"),
        "energy": 12480,
        "capacity": Decimal("630.00"),
    }
    return render(request, "showcase/components.html", context)


def sheet(request: HttpRequest) -> HttpResponse:
    """A printed sheet."""
    return render(request, "showcase/print.html", {"rows": range(60), "at": AT})


urlpatterns = [
    path("", include("crm.urls")),
    path("showcase/", components, name="showcase"),
    path("showcase/form/", Application.as_view(), name="showcase-form"),
    path("showcase/form/<slug:subject>/", Application.as_view(), name="showcase-form-of"),
    path("showcase/print/", sheet, name="showcase-print"),
    path("showcase/list/", Departments.as_view(), name="showcase-list"),
]
