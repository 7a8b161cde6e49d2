"""What is published of the browser's packages is what the pages name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command


def test_every_file_that_a_template_names_is_published_under_a_name_that_carries_its_content(
    settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = (tmp_path / "staticfiles.json").read_text()
    named = named_by_templates()
    assert {"tabler/css/tabler.min.css", "htmx/htmx.min.js", "web/crm.css"} <= named
    assert [name for name in sorted(named) if f'"{name}"' not in manifest] == []
    assert not list(tmp_path.rglob("redoc*"))


def named_by_templates() -> set[str]:
    """Every literal `{% static '…' %}` of our templates."""
    return {
        name
        for template in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r"{% static ['\"]([^'\"]+)['\"] %}", template.read_text(encoding="utf-8"))
    }
