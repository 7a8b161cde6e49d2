"""Kinds of department and the roles of staff (workflows.md section 2.2; R-codes are its own)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DepartmentKind(models.TextChoices):
    COMPANY = "COMPANY", _("company")
    MARKETING = "MARKETING", _("marketing department")
    BUSINESS = "BUSINESS", _("business department")
    HALL = "HALL", _("business hall")
    TEAM = "TEAM", _("team")
    METERING = "METERING", _("metering centre")
    INSPECTION = "INSPECTION", _("power inspection")
    DISPATCH = "DISPATCH", _("dispatch and operations")
    CALL_CENTRE = "CALL_CENTRE", _("call centre 95598")
    OPERATIONS = "OPERATIONS", _("distribution operations")
    CONTROL = "CONTROL", _("grid control")
    SAFETY = "SAFETY", _("safety supervision")


class Role(models.TextChoices):
    R1 = "R1", _("acceptance clerk")
    R2 = "R2", _("dispatcher of surveys and field jobs")
    R3 = "R3", _("surveyor")
    R4 = "R4", _("plan engineer")
    R5 = "R5", _("approver")
    R6 = "R6", _("reply clerk")
    R7 = "R7", _("fee officer")
    R8 = "R8", _("cashier")
    R9 = "R9", _("grid project manager")
    R10 = "R10", _("design reviewer")
    R11 = "R11", _("power inspector")
    R12 = "R12", _("contract clerk")
    R13 = "R13", _("metering technician")
    R14 = "R14", _("switching operator")
    R15 = "R15", _("grid data keeper")
    R16 = "R16", _("billing clerk")
    R17 = "R17", _("call-back agent")
    R18 = "R18", _("archivist")
    ACCOUNT_MANAGER = "AM", _("account manager")
    MANAGER = "MGR", _("manager")
    CALL_AGENT = "CC", _("call-centre agent")
    SYSTEM_ADMIN = "SYS", _("system administrator")
    SECURITY_ADMIN = "SEC", _("security administrator")
    AUDIT_ADMIN = "AUD", _("audit administrator")
    GRID_OPERATOR = "OPS", _("distribution operator")
    GRID_CONTROLLER = "DSP", _("grid controller")
    SAFETY_OFFICER = "SAF", _("safety officer")


OTHER_DEPARTMENTS = frozenset({Role.GRID_OPERATOR, Role.GRID_CONTROLLER, Role.SAFETY_OFFICER})
"""运检, 调度, 安监: not of the marketing department; they look up what their work needs and write nothing."""
