"""Which files of the browser's packages are published: the ones that a page names, not whole packages."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig


class PublishedFiles(StaticFilesConfig):
    """Django's own app with a longer list of what `collectstatic` leaves out: 86 MB become 14."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",
        "django_htmx",
        "redoc",
        # Tabler: the minified style sheet and script are used, nothing else.
        "css/tabler-*",
        "css/tabler.css*",
        "css/*.rtl*",
        "js/tabler-*",
        "js/tabler.js*",
        "js/*.esm*",
        "libs",
        "types",
        "img",
        # htmx and ECharts: likewise.
        "ext",
        "htmx.js",
        "htmx.amd.js",
        "htmx.cjs.js",
        "htmx.esm*",
        "*.gz",
        "echarts.js*",
        "echarts.common*",
        "echarts.simple*",
        "echarts.esm*",
        "extension",
    ]
