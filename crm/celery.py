"""The Celery application: `celery -A crm worker -Q clocks,notify,default`, `celery -A crm beat`.

Business time never travels as `eta` or `countdown`: what is due stands in the database, and beat only ticks.
"""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

app = Celery("crm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
