"""The platform every app stands on; it knows no business app."""

from crm.celery import app as celery_app

__all__ = ["celery_app"]
