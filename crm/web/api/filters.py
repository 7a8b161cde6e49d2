"""Query parameters: known ones filter, unknown ones are refused by name instead of being passed over."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from crm.errors import InvalidInput


class UnknownParameter(InvalidInput):
    """A query parameter that this address does not know: a slip of the pen must not widen an answer."""

    code = "unknown_parameter"
    status = 400
    message = _("This address does not know all of the query parameters.")


def refuse_unknown(view: Any, request: Request) -> None:
    """Raise UnknownParameter naming every query parameter that the view does not know."""
    unknown = sorted(set(request.query_params) - known_parameters(view))
    if unknown:
        raise UnknownParameter({name[:60]: _("There is no such parameter.") for name in unknown})


def known_parameters(view: Any) -> set[str]:
    """The query parameters of the view's present action."""
    known = set(view.query_parameters)
    if not view.is_list():
        return known
    if view.paginator is not None:
        known |= {view.paginator.cursor_query_param, view.paginator.page_size_query_param}
    for backend in view.filter_backends:
        if issubclass(backend, DjangoFilterBackend):
            filters = backend().get_filterset_class(view)
            known |= set(filters.base_filters) if filters else set()
    return known
