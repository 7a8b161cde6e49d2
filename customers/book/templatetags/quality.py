"""Tags of the pages of quality. `{% load quality %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.web.templatetags.crm_web import chip
from customers.book.enums import ContactPurpose
from customers.book.models import QualityFinding
from customers.book.quality.definitions import Severity
from customers.book.queries.quality import DepartmentLine, ScoreSpread

register = template.Library()


@register.simple_tag
def severity_chip(severity: str) -> SafeString:
    """{% severity_chip finding.severity %}: gap or error."""
    return chip("soon" if severity == Severity.CORRECTNESS else "info", Severity(severity).label)


@register.simple_tag
def finding_detail(finding: QualityFinding) -> str:
    """{% finding_detail finding %}: of which contact, or why a number was not judged."""
    if finding.detail in ContactPurpose.values:
        return str(ContactPurpose(finding.detail).label)
    return _("it cannot be decrypted") if finding.detail == "SEALED" else ""


@register.simple_tag
def spread_of(line: DepartmentLine, score: str) -> ScoreSpread:
    """{% spread_of line "completeness" as spread %}"""
    spread: ScoreSpread = getattr(line, score)
    return spread


@register.filter
def grouped(number: Any) -> str:
    """{{ 12345|grouped }} → 12,345"""
    return f"{number:,}"
