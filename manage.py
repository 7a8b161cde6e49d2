#!/usr/bin/env python
"""Django's command line; without DATABASE_URL and REDIS_URL it uses the embedded servers."""

import os
import sys


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    try:
        from django.core.management import execute_from_command_line

        from crm.local.commands import servers_for
    except ImportError as error:
        sys.exit(f"{error}: run 'make setup', then use .venv/bin/python manage.py")
    with servers_for(sys.argv):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
