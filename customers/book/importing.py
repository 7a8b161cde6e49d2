"""The import of supply accounts, each with its customer, supply point, metering point and meter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.audit.operation import Actor
from crm.errors import InvalidInput
from crm.imports.columns import Cell, Column, amount, choice, code, day, digits, text, validated, words_of
from crm.imports.importers import Importer, Problem, follows_its_record, importers
from crm.imports.rules import IMPORT
from crm.org.models import District
from crm.org.permissions import Scope, scope_of
from customers.book import enums as e
from customers.book.industries import clean_industry_code
from customers.book.operations.customers import clean_id_number
from customers.book.operations.importing import RECORD_OF, TABLES, import_accounts, judge_accounts
from customers.book.sealed import Sealed, seal, unseal
from customers.book.validators import ACCOUNT_NUMBER, CAPACITY_MAX_KVA, METER_ASSET_NUMBER, clean_phone

SEALED_PREFIX = "sealed:"
_READING = Decimal(10) ** 9


@lru_cache(maxsize=8)
def _sealed(number: str) -> Sealed:
    """The row and its kept original hold the same number: seal it once."""
    return seal(number)


def seal_kept(number: str) -> str:
    """An ID number as it is kept in the original row."""
    return SEALED_PREFIX + _sealed(number).cipher


def unseal_kept(kept: str) -> str:
    """The ID number back in clear, for the file of bad rows that goes back to who handed it in."""
    return unseal(kept.removeprefix(SEALED_PREFIX)) if kept.startswith(SEALED_PREFIX) else kept


def industry(cell: Cell) -> str:
    """A code or official name of GB/T 4754 in its stored form; what is neither is kept, for the quality queue."""
    typed = text(60)(cell)
    try:
        return clean_industry_code(typed)
    except ValidationError:
        return text(8)(typed)


COLUMNS = (
    Column(
        "account_number",
        gettext_lazy("account number"),
        digits(ACCOUNT_NUMBER, gettext_lazy("An account number has 10 digits and begins with 32.")),
        ("户号", "用户编号", "客户编号", "account number"),
        required=True,
    ),
    Column(
        "name",
        gettext_lazy("account name"),
        text(120),
        ("用户名称", "户名", "客户名称", "名称", "account name", "name"),
        required=True,
        personal=True,
    ),
    Column(
        "id_kind",
        gettext_lazy("kind of ID document"),
        choice(e.IdKind, also=[("身份证", "ID_CARD"), ("营业执照", "CREDIT_CODE")]),
        ("证件类型", "证件种类", "id kind"),
        default="",
    ),
    Column(
        "id_number",
        gettext_lazy("ID number"),
        code,
        ("证件号码", "证件号", "身份证号", "统一社会信用代码", "id number"),
        default="",
        personal=True,
        seal=seal_kept,
        unseal=unseal_kept,
    ),
    Column(
        "address",
        gettext_lazy("supply address"),
        text(200),
        ("用电地址", "地址", "supply address", "address"),
        required=True,
        personal=True,
    ),
    Column(
        "district",
        gettext_lazy("district"),
        words_of,
        ("行政区", "行政区划", "区县", "所属区", "district"),
        required=True,
        note=gettext_lazy("name or code of the district"),
    ),
    Column(
        "account_class",
        gettext_lazy("class of account"),
        choice(e.AccountClass),
        ("用户分类", "客户类型", "account class"),
        sql="varchar(2)",
        required=True,
    ),
    Column(
        "voltage",
        gettext_lazy("supply voltage"),
        choice(e.Voltage, also=[("220", "V220"), ("380", "V380")]),
        ("供电电压", "电压等级", "voltage"),
        required=True,
    ),
    Column(
        "tariff_class",
        gettext_lazy("tariff class"),
        choice(e.TariffClass),
        ("用电类别", "tariff class"),
        required=True,
    ),
    Column(
        "contract_capacity",
        gettext_lazy("contract capacity (kVA)"),
        amount(Decimal("0.01"), CAPACITY_MAX_KVA),
        ("合同容量", "合同容量(kVA)", "contract capacity"),
        sql="numeric(12,2)",
        required=True,
    ),
    Column(
        "running_capacity",
        gettext_lazy("running capacity (kVA)"),
        amount(Decimal(0), CAPACITY_MAX_KVA),
        ("运行容量", "运行容量(kVA)", "running capacity"),
        sql="numeric(12,2)",
        note=gettext_lazy("empty: the contract capacity"),
    ),
    Column(
        "load_character",
        gettext_lazy("load character"),
        choice(e.LoadCharacter),
        ("负荷性质", "load character"),
        default=e.LoadCharacter.THIRD.value,
    ),
    Column(
        "importance",
        gettext_lazy("importance"),
        choice(e.Importance),
        ("重要性等级", "重要等级", "importance"),
        default="",
    ),
    Column(
        "industry_code",
        gettext_lazy("industry code"),
        industry,
        ("行业分类", "行业代码", "industry code"),
        default="",
    ),
    Column(
        "energised_on",
        gettext_lazy("first energised on"),
        day,
        ("送电日期", "energised on"),
        sql="date",
        required=True,
    ),
    Column(
        "built_on",
        gettext_lazy("account opened on"),
        day,
        ("立户日期", "建档日期", "built on"),
        sql="date",
        note=gettext_lazy("empty: the day of first energising"),
    ),
    Column(
        "temporary",
        gettext_lazy("temporary supply"),
        choice(
            e.TemporaryKind,
            also=[("1", "01"), ("2", "02"), ("3", "03"), ("否", "03"), ("正式用电", "03"), ("永久", "03")],
        ),
        ("临时用电标志", "TMP_FLAG", "temporary"),
        default="",
        note=gettext_lazy("empty: not temporary"),
    ),
    Column(
        "temporary_until",
        gettext_lazy("last day of a temporary supply"),
        day,
        ("临时用电到期日期", "临时用电到期日", "TMP_DATE", "temporary until"),
        sql="date",
        note=gettext_lazy("for temporary supplies only"),
    ),
    Column(
        "supply_point_name",
        gettext_lazy("supply point name"),
        text(60),
        ("受电点名称", "受电点", "supply point"),
        default="",
    ),
    Column(
        "supply_point_kind",
        gettext_lazy("kind of supply point"),
        choice(e.SupplyPointKind),
        ("受电点类型", "supply point kind"),
    ),
    Column(
        "meter_asset_number",
        gettext_lazy("meter number"),
        digits(METER_ASSET_NUMBER, gettext_lazy("An asset number has 22 digits.")),
        ("电能表资产编号", "电表资产号", "资产编号", "表号", "meter asset number", "meter"),
        required=True,
        may_be_empty=True,
        default="",
        note=gettext_lazy("empty only for a temporary supply without a meter"),
    ),
    Column("meter_kind", gettext_lazy("kind of meter"), choice(e.MeterKind), ("电能表类型", "meter kind")),
    Column(
        "rated_current",
        gettext_lazy("rated current (A)"),
        amount(Decimal("0.01"), Decimal(10_000)),
        ("标定电流", "额定电流", "rated current"),
        sql="numeric(8,2)",
        default=Decimal(5),
    ),
    Column(
        "maximum_current",
        gettext_lazy("maximum current (A)"),
        amount(Decimal("0.01"), Decimal(100_000)),
        ("最大电流", "maximum current"),
        sql="numeric(8,2)",
        default=Decimal(60),
    ),
    Column(
        "meter_constant",
        gettext_lazy("constant (imp/kWh)"),
        amount(Decimal(1), Decimal(1_000_000), places=0),
        ("电表常数", "常数", "constant"),
        sql="integer",
        default=1200,
    ),
    Column(
        "multiplier",
        gettext_lazy("multiplier"),
        amount(Decimal("0.01"), Decimal(10_000_000)),
        ("综合倍率", "倍率", "multiplier"),
        sql="numeric(10,2)",
        default=Decimal(1),
    ),
    Column(
        "start_reading",
        gettext_lazy("start reading (kWh)"),
        amount(Decimal(0), _READING),
        ("起始示数", "装表示数", "起码", "start reading"),
        sql="numeric(12,2)",
        default=Decimal(0),
    ),
    Column(
        "installed_on",
        gettext_lazy("meter installed on"),
        day,
        ("装表日期", "安装日期", "installed on"),
        sql="date",
        note=gettext_lazy("empty: the day of first energising"),
    ),
    Column(
        "contact_name",
        gettext_lazy("contact name"),
        text(60),
        ("联系人", "联系人姓名", "contact name"),
        default="",
        personal=True,
    ),
    Column(
        "contact_phone",
        gettext_lazy("contact phone"),
        validated(clean_phone),
        ("联系电话", "手机号码", "手机", "电话", "contact phone", "phone"),
        default="",
        personal=True,
    ),
)

EXTRA = (
    ("district_id", "bigint"),
    ("department_id", "bigint"),
    ("customer_kind", "varchar"),
    ("id_hash", "varchar"),
    ("id_tail_hash", "varchar"),
    ("id_last4", "varchar"),
    ("id_cipher", "varchar"),
    ("wiring", "varchar"),
    ("mode", "varchar"),
    ("device_class", "varchar"),
)


@dataclass(frozen=True)
class Context:
    """What every row is checked against: districts by name and code, what the person may write, the day."""

    districts: dict[str, District]
    scope: Scope
    today: date


def context(actor: Actor) -> Context:
    """Made once per run."""
    districts: dict[str, District] = {}
    for district in District.objects.all():
        districts |= {district.code: district, district.name: district}
    return Context(districts, scope_of(actor, IMPORT), timezone.localdate())


def check_row(values: dict[str, Any], known: Context) -> list[Problem]:
    """Complete one row and say what does not fit together in it."""
    problems: list[Problem] = []
    district = known.districts.get(values["district"])
    if district is None:
        problems.append(("district", _("There is no such district.")))
    elif not known.scope.covers(district.department_id):
        problems.append(("district", _("This district belongs to another department.")))
    else:
        values["district_id"], values["department_id"] = district.pk, district.department_id
    problems += _check_identity(values, known.today)
    problems += _check_supply(values, known.today)
    problems += _check_temporary(values)
    if bool(values["contact_name"]) != bool(values["contact_phone"]):
        at = "contact_phone" if values["contact_name"] else "contact_name"
        problems.append((at, _("A contact needs both a name and a phone.")))
    return problems


def _check_identity(values: dict[str, Any], today: date) -> list[Problem]:
    resident = values["account_class"] == e.AccountClass.LV_RESIDENT
    number, kind = values["id_number"], values["id_kind"]
    if number and not kind:
        kind = e.IdKind.ID_CARD.value if resident else e.IdKind.CREDIT_CODE.value
    is_person = kind in (e.IdKind.ID_CARD, e.IdKind.PASSPORT, e.IdKind.MILITARY) or (resident and not kind)
    values["customer_kind"] = (e.CustomerKind.PERSON if is_person else e.CustomerKind.ORGANISATION).value
    values["id_kind"] = kind if number else ""
    try:
        sealed = _sealed(clean_id_number(kind, number, today=today) if number else "")
    except (InvalidInput, ValidationError) as error:
        reasons = error.errors["id_number"] if isinstance(error, InvalidInput) else error.messages
        return [("id_number", " ".join(str(reason) for reason in reasons))]
    values["id_hash"], values["id_tail_hash"] = sealed.hash, sealed.tail_hash
    values["id_last4"], values["id_cipher"] = sealed.last4, sealed.cipher
    values["id_number"] = ""
    return []


def _check_supply(values: dict[str, Any], today: date) -> list[Problem]:
    problems: list[Problem] = []
    is_hv, voltage = values["account_class"] == e.AccountClass.HV, values["voltage"]
    if is_hv != (voltage in e.HIGH_VOLTAGES):
        problems.append(("voltage", _("The supply voltage does not fit the class of account.")))
    if values["running_capacity"] is None:
        values["running_capacity"] = values["contract_capacity"]
    elif values["running_capacity"] > values["contract_capacity"]:
        problems.append(("running_capacity", _("The running capacity exceeds the contract capacity.")))
    if values["maximum_current"] < values["rated_current"]:
        problems.append(("maximum_current", _("The maximum current is below the rated current.")))
    first = values["energised_on"]
    values["built_on"] = values["built_on"] or first
    values["installed_on"] = values["installed_on"] or first
    if not values["built_on"] <= first <= today:
        problems.append(("energised_on", _("The day lies before the account was opened or in the future.")))
    if values["installed_on"] > today:
        problems.append(("installed_on", _("This day lies in the future.")))
    _fill_in(values, is_hv=is_hv, is_single=voltage == e.Voltage.V220)
    return problems


def _check_temporary(values: dict[str, Any]) -> Iterator[Problem]:
    """A temporary supply has a last day, and only one without a meter has no meter (TMP_FLAG, TMP_DATE)."""
    kind, until, kinds = values["temporary"], values["temporary_until"], e.TemporaryKind
    if kind in (kinds.METERED, kinds.UNMETERED):
        if until is None:
            yield "temporary_until", _("A temporary supply needs its last day.")
        elif until < values["energised_on"]:
            yield "temporary_until", _("The supply ends before it was energised.")
    elif until is not None and not kind:
        yield "temporary", _("Say whether the temporary supply has a meter.")
    elif until is not None:
        yield "temporary_until", _("Only a temporary supply has a last day.")
    if kind == kinds.UNMETERED and values["meter_asset_number"]:
        yield "meter_asset_number", _("A supply without a meter has no meter number.")
    elif kind != kinds.UNMETERED and not values["meter_asset_number"]:
        yield "meter_asset_number", _("This is missing.")


def _fill_in(values: dict[str, Any], *, is_hv: bool, is_single: bool) -> None:
    """What older files do not say and the voltage nearly decides; staff correct it at the next inspection."""
    values["supply_point_name"] = values["supply_point_name"] or ("1号配电房" if is_hv else "低压接入点")
    kinds = e.SupplyPointKind
    values["supply_point_kind"] = (
        values["supply_point_kind"] or (kinds.DISTRIBUTION if is_hv else kinds.LOW_VOLTAGE).value
    )
    if is_hv:
        kind, wiring, mode, device = (
            e.MeterKind.THREE_PHASE_HV,
            e.Wiring.THREE_WIRE,
            e.MeteringMode.HV_SIDE,
            e.DeviceClass.III,
        )
    elif is_single:
        kind, wiring, mode, device = (
            e.MeterKind.SINGLE_PHASE,
            e.Wiring.SINGLE_PHASE,
            e.MeteringMode.LV_SUPPLY,
            e.DeviceClass.V,
        )
    else:
        kind, wiring, mode, device = (
            e.MeterKind.THREE_PHASE,
            e.Wiring.FOUR_WIRE,
            e.MeteringMode.LV_SUPPLY,
            e.DeviceClass.IV,
        )
    values["meter_kind"] = values["meter_kind"] or kind.value
    values["wiring"], values["mode"], values["device_class"] = wiring.value, mode.value, device.value


def register() -> None:
    """Called when the app is ready."""
    follows_its_record.add("book_duplicatepair")
    importers.register(
        Importer(
            key="accounts",
            label=gettext_lazy("Supply accounts with supply point and meter"),
            columns=COLUMNS,
            name_column="account_number",
            record_sequence="book_supplyaccount_id_seq",
            context=context,
            check_row=check_row,
            judge=judge_accounts,
            apply=import_accounts,
            tables=TABLES,
            record_of=RECORD_OF,
            extra=EXTRA,
            order=10,
        )
    )
