"""A database with all migrations, made once and copied by every worker of every test run.

Two hundred model states cost Django more seconds than most tests. The name of the template carries a checksum of
what it was made from; what apps seed after migrations is not in it, they do so anew in every copy.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
from django.conf import settings
from psycopg2 import sql
from psycopg2.extensions import connection

MIGRATE = """
import django
django.setup()
from django.core.management import call_command
from django.db.models.signals import post_migrate
post_migrate.receivers = []
call_command("migrate", interactive=False, verbosity=0)
"""
# What migrations are made of besides their own files.
SOURCES = ("crm/audit/triggers.py", "crm/schema.py", "requirements/base.txt")


def template_database() -> str:
    """Return the name of the template, making it where it is missing; older ones of this database are dropped."""
    own = settings.DATABASES["default"]["NAME"]
    name = f"{own}_template_{checksum()}"
    with closing(maintenance()) as session, session.cursor() as cursor:
        # Workers wait here for the one that makes it.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [own])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{own}_template_"])
        existing = {row[0] for row in cursor.fetchall()}
        if name not in existing:
            for old in existing:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
            making = f"{own}_template_making"
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
            migrate(making)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            cursor.execute(rename.format(sql.Identifier(making), sql.Identifier(name)))
    return name


def checksum() -> str:
    """Return a short checksum of the migrations and of what they are made of."""
    base = Path(settings.BASE_DIR)
    apps = ("crm", "customers", "metering", "bizexpansion", "complaints", "campaigns")
    migrations = sorted(file for app in apps for file in (base / app).glob("**/migrations/*.py"))
    digest = hashlib.sha256()
    for file in (*migrations, *(base / source for source in SOURCES)):
        digest.update(f"{file.relative_to(base)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def migrate(name: str) -> None:
    """Bring an empty database to the newest state, without what apps do after migrations."""
    before, _, _ = os.environ["DATABASE_URL"].partition("?")
    environment = os.environ | {"DATABASE_URL": f"{before.rpartition('/')[0]}/{name}"}
    done = subprocess.run([sys.executable, "-c", MIGRATE], env=environment, cwd=settings.BASE_DIR, check=False)
    if done.returncode != 0:
        raise RuntimeError("the migrations failed; see above")


def maintenance() -> connection:
    """Connect to the database that is always there."""
    own = settings.DATABASES["default"]
    session = psycopg2.connect(
        host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"], dbname="postgres"
    )
    session.autocommit = True
    return session
