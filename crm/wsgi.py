"""The entry of WSGI web servers.

All that is loaded here lives as long as the process, and the workers of a server that loads it first share it. The
collector of garbage need not go through it in the middle of a page, which takes it a tenth of a second. Nor need it
look after every 700 objects, as it does by itself: a page makes some thousands, and leaves nearly none behind.
"""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

application = get_wsgi_application()

resolve("/")  # loads the views of all apps
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 50, 50)
