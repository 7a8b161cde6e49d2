"""Codes of the book. Where a State Grid code is confirmed it is the stored value; otherwise a word of ours.

Source of the numeric codes: State Grid "基础数据平台标准代码表 V1.2" (2014) and the SG186 table list, as quoted in
workflows.md sections 2.3, 5 and 6 (mark C). Word values stand where the list is confirmed but its numbers are
not (mark K/P); an outer interface maps them.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CustomerKind(models.TextChoices):
    """Who the customer is before the law (word of ours)."""

    PERSON = "PERSON", _("person")
    ORGANISATION = "ORGANISATION", _("organisation")


class IdKind(models.TextChoices):
    """Document that proves who the customer is (M-ID, M-ORG of workflows.md 2.5; words of ours)."""

    NONE = "", _("not recorded")
    ID_CARD = "ID_CARD", _("resident identity card")
    PASSPORT = "PASSPORT", _("passport or travel permit")
    MILITARY = "MILITARY", _("military identity card")
    CREDIT_CODE = "CREDIT_CODE", _("unified social credit code")
    OTHER = "OTHER", _("other document")


class ContactPurpose(models.TextChoices):
    """What the person is contacted for (210003, list confirmed, numbers not)."""

    ELECTRICAL = "ELECTRICAL", _("electrical matters")
    ACCOUNTS = "ACCOUNTS", _("bills and payment")
    OUTAGE = "OUTAGE", _("outage and restoration")
    LEGAL = "LEGAL", _("legal representative")
    AGENT = "AGENT", _("authorised agent")


class AccountClass(models.TextChoices):
    """客户类型 consSortCode (C)."""

    ASSESSMENT = "00", _("assessment account")
    HV = "01", _("high voltage")
    LV_NON_RESIDENT = "02", _("low voltage, non-resident")
    LV_RESIDENT = "03", _("low voltage, resident")


class AccountStatus(models.TextChoices):
    """客户状态 210021 (C: 0, 1, 2, 9). 1 and 2 mean that another case is open. `V` is ours: an application
    that was aborted keeps its number, which is never given out again."""

    NORMAL = "0", pgettext_lazy("account", "normal")
    NEW_SUPPLY_OPEN = "1", _("new supply in progress")
    CHANGE_OPEN = "2", _("change in progress")
    CLOSED = "9", pgettext_lazy("account", "closed")
    VOIDED = "V", pgettext_lazy("account", "voided")


class Voltage(models.TextChoices):
    """Nominal supply voltage (words of ours: the code list behind voltCode is not in our sources)."""

    V220 = "V220", _("220 V")
    V380 = "V380", _("380 V")
    KV10 = "KV10", _("10 kV")
    KV20 = "KV20", _("20 kV")
    KV35 = "KV35", _("35 kV")
    KV110 = "KV110", _("110 kV")
    KV220 = "KV220", _("220 kV")


HIGH_VOLTAGES = (Voltage.KV10, Voltage.KV20, Voltage.KV35, Voltage.KV110, Voltage.KV220)


class LoadCharacter(models.TextChoices):
    """负荷性质 lodeAttrCode: what a loss of supply means (list C, numbers not)."""

    FIRST = "1", _("class one load")
    SECOND = "2", _("class two load")
    THIRD = "3", _("class three load")


class Importance(models.TextChoices):
    """重要性等级 rrioCode (电监安全〔2008〕43号; regulations.md 9.1)."""

    NONE = "", _("ordinary customer")
    SPECIAL = "SPECIAL", _("important customer, special grade")
    FIRST = "FIRST", _("important customer, first grade")
    SECOND = "SECOND", _("important customer, second grade")
    TEMPORARY = "TEMPORARY", _("important customer, temporary")


class RiskGrade(models.TextChoices):
    """风险等级 of a customer: how likely it is that supply, payment or safety goes wrong (words of ours)."""

    NONE = "", _("not graded")
    LOW = "LOW", _("low risk")
    MEDIUM = "MEDIUM", _("medium risk")
    HIGH = "HIGH", _("high risk")


class GradeKind(models.TextChoices):
    """What about an account is graded by decision, with history."""

    IMPORTANCE = "IMPORTANCE", _("importance")
    KEY_ACCOUNT = "KEY_ACCOUNT", _("key account")
    RISK = "RISK", _("risk grade")


class GradeSource(models.TextChoices):
    """On what a grade rests. The list of important customers is the power authority's (regulations.md 9.1)."""

    AUTHORITY_LIST = "LIST", _("list of the power authority")
    DECISION = "DECISION", _("decision of the company")
    CAPACITY = "CAPACITY", _("contract capacity")
    INSPECTION = "INSPECTION", _("power inspection")
    PAYMENT = "PAYMENT", _("payment record")
    COMPLAINT = "COMPLAINT", _("complaints")
    CASE = "CASE", _("case of business expansion")


class Sharing(models.TextChoices):
    """Who sees a segment."""

    OWNER = "OWNER", _("only me")
    DEPARTMENT = "DEPARTMENT", _("my department")
    EVERYONE = "EVERYONE", _("everyone")


class TariffClass(models.TextChoices):
    """用电类别. Seen in sources: 000, 201, 202, 203, 3xx, 4xx, 5xx; the rest of the list is UNCONFIRMED (K)."""

    ASSESSMENT = "000", _("assessment")
    LARGE_INDUSTRY = "100", _("large industry")
    RESIDENT_RURAL = "201", _("rural resident")
    RESIDENT_URBAN = "202", _("urban resident")
    SCHOOL = "203", _("school teaching")
    AGRICULTURE = "300", _("agricultural production")
    GENERAL = "400", _("general industry and commerce")
    NON_RESIDENT_LIGHTING = "401", _("non-resident lighting")
    NON_INDUSTRIAL = "402", _("non-industrial")
    ORDINARY_INDUSTRY = "403", _("ordinary industry")
    COMMERCE = "404", _("commerce")
    WHOLESALE = "500", _("wholesale")


class ShiftPattern(models.TextChoices):
    """生产班次 shiftNo (words of ours)."""

    NONE = "", _("not applicable")
    ONE = "ONE", _("one shift")
    TWO = "TWO", _("two shifts")
    THREE = "THREE", _("three shifts")
    CONTINUOUS = "CONTINUOUS", _("continuous production")


class HighEnergyClass(models.TextChoices):
    """高耗能行业类别 hecIndustryCode (words of ours; the list of trades is UNCONFIRMED)."""

    NONE = "", _("not energy-intensive")
    STEEL = "STEEL", _("iron and steel")
    ALUMINIUM = "ALUMINIUM", _("electrolytic aluminium")
    FERROALLOY = "FERROALLOY", _("ferroalloy")
    CEMENT = "CEMENT", _("cement")
    CARBIDE = "CARBIDE", _("calcium carbide")
    CAUSTIC_SODA = "CAUSTIC_SODA", _("caustic soda")
    OTHER = "OTHER", _("other energy-intensive trade")


class TemporaryKind(models.TextChoices):
    """临时用电标志 tmpFlag (C)."""

    METERED = "01", _("temporary, metered")
    UNMETERED = "02", _("temporary, unmetered")
    PERMANENT = "03", _("not temporary")


class TransferKind(models.TextChoices):
    """转供标志 transferCode (C)."""

    NONE = "0", _("no transferred supply")
    PASSES_ON = "1", _("passes supply on")
    IS_PASSED_ON = "2", _("is supplied by another account")


class PowerState(models.TextChoices):
    """停电标志 080013 (C)."""

    CUT = "01", _("cut off")
    ON = "02", _("energised")
    TO_RESTORE = "03", _("to be restored")
    RESTORED = "04", _("restored")


class SupplyPointKind(models.TextChoices):
    """受电点类型 080044 (list C, numbers not)."""

    SUBSTATION = "SUBSTATION", _("transforming station")
    DISTRIBUTION = "DISTRIBUTION", _("distribution station")
    BOX = "BOX", _("box-type substation")
    POLE = "POLE", _("pole-mounted transformer")
    UNDERGROUND = "UNDERGROUND", _("underground transformer")
    SWITCHING = "SWITCHING", _("switching station")
    LOW_VOLTAGE = "LOW_VOLTAGE", _("low-voltage service")


class Interlock(models.TextChoices):
    """电源联锁方式 and 自备电源闭锁方式 (words of ours)."""

    NONE = "", pgettext_lazy("interlock", "none")
    MECHANICAL = "MECHANICAL", _("mechanical interlock")
    ELECTRICAL = "ELECTRICAL", _("electrical interlock")
    BOTH = "BOTH", _("mechanical and electrical interlock")


class Switching(models.TextChoices):
    """切换方式 (C: 手动/自动)."""

    NONE = "", pgettext_lazy("interlock", "none")
    MANUAL = "MANUAL", _("manual change-over")
    AUTOMATIC = "AUTOMATIC", _("automatic change-over")


class SourceKind(models.TextChoices):
    """电源类型 080006 (list C, numbers not)."""

    PUBLIC_TRANSFORMER = "PUBLIC_TRANSFORMER", _("public transformer")
    DEDICATED_TRANSFORMER = "DEDICATED_TRANSFORMER", _("dedicated transformer")
    DEDICATED_LINE = "DEDICATED_LINE", _("dedicated line")
    SHARED_TRANSFORMER = "SHARED_TRANSFORMER", _("shared dedicated transformer")


class SourceNature(models.TextChoices):
    """电源性质 080034 (list C, numbers not)."""

    MAIN = "MAIN", _("main source")
    MUTUAL = "MUTUAL", _("mutual standby source")
    STANDBY_PRODUCTION = "STANDBY_PRODUCTION", _("standby for production")
    STANDBY_MAINTENANCE = "STANDBY_MAINTENANCE", _("standby for maintenance")
    SECURITY_GRID = "SECURITY_GRID", _("security source from the grid")
    SECURITY_OWN = "SECURITY_OWN", _("security source of the customer")


class Phase(models.TextChoices):
    SINGLE = "SINGLE", _("single-phase")
    THREE = "THREE", _("three-phase")


class IncomingMode(models.TextChoices):
    """进线方式 080040 (words of ours)."""

    OVERHEAD = "OVERHEAD", _("overhead line")
    CABLE_DIRECT = "CABLE_DIRECT", _("buried cable")
    CABLE_TRENCH = "CABLE_TRENCH", _("cable in duct or trench")
    MIXED = "MIXED", _("overhead line and cable")


class Protection(models.TextChoices):
    """保护方式 (words of ours)."""

    NONE = "", _("not given")
    FUSE = "FUSE", _("fuse")
    RELAY = "RELAY", _("relay protection")
    MICROPROCESSOR = "MICROPROCESSOR", _("digital protection")


class EquipmentKind(models.TextChoices):
    """受电设备类型 (C)."""

    TRANSFORMER = "TRANSFORMER", _("transformer")
    HV_MOTOR = "HV_MOTOR", _("high-voltage motor")


class StopKind(models.TextChoices):
    """Why receiving equipment stands still."""

    SUSPENDED = "SUSPENDED", _("suspended")
    REDUCED = "REDUCED", _("reduced")
    EXCHANGED = "EXCHANGED", _("exchanged for a time")


class StopEnd(models.TextChoices):
    """How a stop of receiving equipment ended."""

    OPEN = "", _("still open")
    RESUMED = "RESUMED", _("put back into use")
    EXPIRED = "EXPIRED", _("its term expired")
    PERMANENT = "PERMANENT", _("made permanent")
    CLOSED = "CLOSED", _("the account was closed")


class ChangeRemark(models.TextChoices):
    """变更说明 CHG_REMARK of receiving equipment (C)."""

    NEW = "01", _("newly installed")
    STOPPED = "02", _("taken out of use")
    RESTARTED = "03", _("put back into use")
    REMOVED = "04", _("removed")
    REDUCED = "05", _("reduced")
    REDUCTION_ENDED = "06", _("reduction ended")


class RunStatus(models.TextChoices):
    """运行状态 of receiving equipment (C)."""

    RUNNING = "01", _("in operation")
    STOPPED = "02", _("out of operation")
    REMOVED = "03", _("removed")


class StandbyMode(models.TextChoices):
    """主备性质 of receiving equipment (C: 主用/冷备/热备)."""

    MAIN = "MAIN", pgettext_lazy("equipment", "in use")
    COLD = "COLD", _("cold standby")
    HOT = "HOT", _("hot standby")


class Ownership(models.TextChoices):
    """产权 PR_CODE (list C, numbers not)."""

    UTILITY = "UTILITY", _("power-supply company")
    CUSTOMER = "CUSTOMER", _("customer")
    GENERATOR = "GENERATOR", _("power producer")


class MeteringPointState(models.TextChoices):
    """计量点状态 (C)."""

    SET_UP = "01", _("set up")
    IN_USE = "02", _("in use")
    STOPPED = "03", _("out of operation")
    REMOVED = "04", _("removed")


class MeteringPointKind(models.TextChoices):
    """计量点分类 (list C)."""

    CUSTOMER = "CUSTOMER", _("customer metering point")
    GATE = "GATE", _("gate metering point")


class MeteringPurpose(models.TextChoices):
    """计量点性质 (list C)."""

    SETTLEMENT = "SETTLEMENT", _("settlement")
    ASSESSMENT = "ASSESSMENT", _("assessment only")


class MeteringMode(models.TextChoices):
    """计量方式 (list C)."""

    HV_SIDE = "HV_SIDE", _("high-voltage supply, metered on the high side")
    LV_SIDE = "LV_SIDE", _("high-voltage supply, metered on the low side")
    LV_SUPPLY = "LV_SUPPLY", _("low-voltage supply, metered on the low side")


class Wiring(models.TextChoices):
    """接线方式 (list C)."""

    SINGLE_PHASE = "SINGLE_PHASE", _("single-phase")
    THREE_WIRE = "THREE_WIRE", _("three-phase three-wire")
    FOUR_WIRE = "FOUR_WIRE", _("three-phase four-wire")


class DeviceClass(models.TextChoices):
    """计量装置分类 Ⅰ–Ⅴ (C)."""

    I = "I", _("class I")  # noqa: E741 the trade numbers them in Roman numerals
    II = "II", _("class II")
    III = "III", _("class III")
    IV = "IV", _("class IV")
    V = "V", _("class V")


class BillingRelation(models.TextChoices):
    """计费关系 RELA_SORT between metering points (list C)."""

    NONE = "", _("stands alone")
    MAIN_SUB = "MAIN_SUB", _("sub-meter of a main meter")
    ADD = "ADD", _("added")
    SUBTRACT = "SUBTRACT", _("subtracted")
    REFERENCE = "REFERENCE", _("reference only")
    TRANSFERRED = "TRANSFERRED", _("transferred supply")


class DeviceState(models.TextChoices):
    """资产状态 100053 of meters and instrument transformers, as far as workflows use it (C)."""

    IN_STORE = "006", _("qualified, in store")
    ASSIGNED = "016", _("assigned, to be issued")
    ISSUED = "011", _("issued, to be installed")
    RUNNING = "012", _("in operation")
    RETURNED = "015", _("removed, to be returned")


class MeteringChange(models.TextChoices):
    """变更方式 CHG_DESC 030007 of a metering device (list C; of the numbers 10 移表 is confirmed, the others
    follow the order of the list)."""

    ADDED = "01", pgettext_lazy("metering change", "added")
    CHANGED = "02", pgettext_lazy("metering change", "changed")
    WITHDRAWN = "03", pgettext_lazy("metering change", "withdrawn")
    KEPT = "04", pgettext_lazy("metering change", "kept")
    SCRAPPED = "05", pgettext_lazy("metering change", "scrapped")
    REMOVED = "06", pgettext_lazy("metering change", "removed")
    MODIFIED = "07", pgettext_lazy("metering change", "modified")
    STOPPED = "08", pgettext_lazy("metering change", "out of use")
    NOMINALLY_REMOVED = "09", pgettext_lazy("metering change", "removed on paper")
    MOVED = "10", pgettext_lazy("metering change", "meter moved")
    LOST = "11", pgettext_lazy("metering change", "lost")


class ReadingMoment(models.TextChoices):
    """When the registers of an installation were read (word of ours)."""

    START = "START", _("when hung")
    STOP = "STOP", _("when taken down")


class TestPlace(models.TextChoices):
    """检定方式 110023 (C)."""

    LABORATORY = "01", _("laboratory")
    ON_SITE = "02", pgettext_lazy("place of a test", "on site")


class MeterKind(models.TextChoices):
    """电能表类型 (words of ours)."""

    SINGLE_PHASE = "SINGLE_PHASE", _("single-phase smart meter")
    THREE_PHASE = "THREE_PHASE", _("three-phase smart meter")
    THREE_PHASE_HV = "THREE_PHASE_HV", _("three-phase smart meter, through transformers")


class InstrumentTransformerKind(models.TextChoices):
    """互感器类别 (words of ours)."""

    CURRENT = "CT", _("current transformer")
    VOLTAGE = "PT", _("voltage transformer")
    COMBINED = "CTPT", _("combined transformer")


class PhaseLine(models.TextChoices):
    """相别 of an instrument transformer."""

    A = "A", _("phase A")
    B = "B", _("phase B")
    C = "C", _("phase C")
    ALL = "ABC", _("all phases")


class PriceStrategy(models.TextChoices):
    """定价策略 (list C: 两部制/单一制)."""

    ONE_PART = "ONE_PART", _("one-part price")
    TWO_PART = "TWO_PART", _("two-part price")


class BasicChargeMode(models.TextChoices):
    """基本电费计算方式 060013 (C)."""

    NONE = "0", _("no basic charge")
    CAPACITY = "1", _("by capacity")
    DEMAND = "2", _("by demand")
    COMPARED = "3", _("by capacity and demand compared")


class PowerFactorStandard(models.TextChoices):
    """功率因数标准 060011 (C)."""

    NONE = "0", _("not assessed")
    P080 = "0.80", _("0.80")
    P085 = "0.85", _("0.85")
    P090 = "0.90", _("0.90")


class ContractType(models.TextChoices):
    """合同类别 040004 (C)."""

    HV = "01", _("high-voltage supply contract")
    LV = "02", _("low-voltage supply contract")
    RESIDENT = "03", _("resident supply contract")
    TEMPORARY = "04", _("temporary supply contract")
    TRANSFERRED = "05", _("entrusted transferred supply contract")
    WHOLESALE = "06", _("wholesale contract")


class ContractOperation(models.TextChoices):
    """合同操作 040002 (C)."""

    NEW = "01", _("new contract")
    CHANGE = "02", _("change of contract")
    RENEWAL = "03", _("renewal")
    LATE = "04", _("signed afterwards")
    TERMINATION = "05", _("termination")


class ContractStatus(models.TextChoices):
    """合同状态 040005 (C)."""

    UNSIGNED = "1", pgettext_lazy("contract", "not signed")
    VALID = "2", pgettext_lazy("contract", "valid")
    EXPIRED = "3", pgettext_lazy("contract", "expired")
    VOID = "4", pgettext_lazy("contract", "void")


class ContractAttachment(models.TextChoices):
    """合同附件 040001 (list C, numbers not)."""

    SETTLEMENT = "SETTLEMENT", _("bill settlement agreement")
    DISPATCH = "DISPATCH", _("grid dispatch agreement")
    DUAL_SOURCE = "DUAL_SOURCE", _("dual-source and own-source agreement")
    GRID_CONNECTION = "GRID_CONNECTION", _("grid-connection dispatch agreement")
    ORDERLY_USE = "ORDERLY_USE", _("orderly power use agreement")
    SAFETY = "SAFETY", _("safety agreement")
    BOUNDARY = "BOUNDARY", _("ownership boundary and metering diagram")
    CHANGE_CONFIRMATION = "CHANGE_CONFIRMATION", _("confirmation of a contract change")
    EQUIPMENT_LIST = "EQUIPMENT_LIST", _("list of electrical equipment")


class PayMode(models.TextChoices):
    """缴费方式 PAY_MODE (list C: 坐收, 代收, 代扣, 托收, 自助, 网站; words of ours)."""

    COUNTER = "COUNTER", _("at the counter")
    AGENT = "AGENT", _("through a collecting agent")
    DEBIT = "DEBIT", _("direct debit from a personal account")
    COLLECTION = "COLLECTION", _("collection by the bank")
    SELF_SERVICE = "SELF_SERVICE", _("self-service terminal")
    ONLINE = "ONLINE", _("web site or app")


BANK_MODES = (PayMode.DEBIT, PayMode.COLLECTION)


class SettleMode(models.TextChoices):
    """结算方式 (C: 01 分期, 02 抄表)."""

    INSTALMENTS = "01", _("in instalments")
    READING = "02", _("by reading")


class NotifyMode(models.TextChoices):
    """电费通知方式 notifyMode (words of ours)."""

    SMS = "SMS", _("text message")
    PAPER = "PAPER", _("paper bill")
    EMAIL = "EMAIL", _("electronic mail")
    APP = "APP", _("company's app")


class InvoiceKind(models.TextChoices):
    """票据类型 noteTypeCode (words of ours)."""

    ELECTRONIC = "E", _("electronic invoice")
    ORDINARY = "ORDINARY", _("ordinary invoice on paper")
    VAT = "VAT", _("special VAT invoice")


class RevealReason(models.TextChoices):
    """Why somebody must see personal data in clear (words of ours)."""

    IDENTIFY = "IDENTIFY", _("check who the customer is")
    CONTACT = "CONTACT", _("call or write to the customer")
    PAPERS = "PAPERS", _("draw up a paper or contract")
    CORRECT = "CORRECT", _("correct the record")
    OTHER = "OTHER", _("another reason")
