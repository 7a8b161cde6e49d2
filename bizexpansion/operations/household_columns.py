"""The columns of a list of households (112)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy

from bizexpansion.operations.batch_list import NUMBER
from crm.imports.columns import Column, amount, choice, code, text, validated
from crm.imports.importers import ColumnSet
from customers.book.enums import IdKind, TariffClass, Voltage
from customers.book.importing import seal_kept, unseal_kept
from customers.book.validators import clean_phone

_SINGLE = [("单相", "V220"), ("220", "V220"), ("三相", "V380"), ("380", "V380")]
COLUMNS = ColumnSet(
    columns=(
        NUMBER,
        Column(
            "name",
            gettext_lazy("account name"),
            text(120),
            ("用户名称", "户名", "姓名", "name"),
            required=True,
            personal=True,
        ),
        Column(
            "id_kind",
            gettext_lazy("kind of ID document"),
            choice(IdKind, also=[("身份证", "ID_CARD"), ("营业执照", "CREDIT_CODE")]),
            ("证件类型", "id kind"),
            default="",
        ),
        Column(
            "id_number",
            gettext_lazy("ID number"),
            code,
            ("证件号码", "身份证号", "证件号", "id number"),
            default="",
            personal=True,
            seal=seal_kept,
            unseal=unseal_kept,
            note=gettext_lazy("may follow at hand-over"),
        ),
        Column(
            "phone",
            gettext_lazy("contact phone"),
            validated(clean_phone),
            ("联系电话", "手机", "电话", "phone"),
            default="",
            personal=True,
        ),
        Column("building", gettext_lazy("building"), text(40), ("楼栋", "楼号", "幢", "building"), required=True),
        Column("unit", gettext_lazy("unit of the building"), text(20), ("单元", "unit"), default=""),
        Column("room", gettext_lazy("room"), text(20), ("房号", "室号", "room"), required=True),
        Column(
            "address",
            gettext_lazy("supply address"),
            text(200),
            ("用电地址", "地址", "address"),
            default="",
            personal=True,
            note=gettext_lazy("empty: address of the complex, building, unit and room"),
        ),
        Column(
            "voltage",
            gettext_lazy("phase"),
            choice(Voltage, also=_SINGLE),
            ("相别", "供电电压", "电压", "phase"),
            default=Voltage.V220.value,
        ),
        Column(
            "capacity",
            gettext_lazy("capacity (kW)"),
            amount(Decimal("0.01"), Decimal(1000)),
            ("容量", "容量(kW)", "申请容量", "capacity"),
            required=True,
        ),
        Column(
            "tariff_class",
            gettext_lazy("class of use"),
            choice(TariffClass),
            ("用电类别", "tariff class"),
            default=TariffClass.RESIDENT_URBAN.value,
        ),
    )
)
