"""The entry of WSGI web servers.

All that is loaded here lives as long as the process, and the workers of a server that loads it first share it.
"""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from crm.garbage import collect_between_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

application = get_wsgi_application()

resolve("/")  # loads the views of all apps
collect_between_pages()
