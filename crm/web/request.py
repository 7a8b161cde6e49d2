"""The request of somebody who is signed in, as types see it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from crm.org.models import Staff


class StaffRequest(HttpRequest):
    """What a view behind the login receives: annotate `request: StaffRequest` there."""

    user: Staff
    htmx: HtmxDetails
