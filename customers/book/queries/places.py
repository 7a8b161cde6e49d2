"""Whether an address lies in its district, as far as the streets and towns that it names can tell."""

from __future__ import annotations

from django.utils.translation import gettext as _

from crm.org.models import District
from customers.book.models import Street


def address_hint(address: str, district: District) -> str:
    """What is odd about an address of this district: a sentence for whoever types it; empty if nothing is.

    The same judgement as the rules of quality `street_elsewhere`, `district_elsewhere` and `street_missing`: a
    hint, never a refusal. Two statements.
    """
    text = "".join(address.split())
    if not text:
        return ""
    streets = list(Street.objects.select_related("district"))
    named = [street for street in streets if any(word in text for word in street.written_as)]
    if any(street.district_id == district.pk for street in named):
        return ""
    if named:
        known = {"street": named[0].name, "district": named[0].district.name}
        return _("%(street)s belongs to %(district)s.") % known
    other = next((each for each in District.objects.exclude(pk=district.pk) if each.name in text), None)
    if other and district.name not in text:
        return _("The address names %(other)s, the district chosen is %(district)s.") % {
            "other": other.name,
            "district": district.name,
        }
    if any(street.district_id == district.pk and street.written_as for street in streets):
        return _("The address names no street or town of %(district)s.") % {"district": district.name}
    return ""
