"""Why a file or a batch is refused."""

from django.utils.translation import gettext_lazy as _

from crm.errors import DomainError


class UnreadableFile(DomainError):
    """The file as a whole cannot be read or is dangerous; nothing was taken in."""

    code = "import_file"
    status = 422
    message = _("This file cannot be read.")


class BatchBusy(DomainError):
    """The batch is not in the state that this step starts from; `details["state"]` says which it has."""

    code = "import_state"
    message = _("This import has moved on in the meantime; load the page again.")


class BuiltOn(DomainError):
    """The import cannot be undone: something was built on its records; `details` counts and names it."""

    code = "import_built_on"
    message = _("This import can no longer be undone: other records have been built on it.")


class TooManyRows(DomainError):
    """The list is longer than this person may export; `details` holds `limit`."""

    code = "export_too_long"
    message = _("This list is too long to be exported; narrow its filters.")
