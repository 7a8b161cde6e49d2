"""Settings of every process of the system, from the environment; a bad value fails loudly at start-up.

| variable             | meaning                                              | default                          |
|----------------------|------------------------------------------------------|----------------------------------|
| DATABASE_URL         | postgres://user:password@host:port/name, version 15+ | embedded server (crm.local)      |
| DATABASE_POOLED      | 1 behind PgBouncer in transaction mode               | 0                                |
| REDIS_URL            | redis://host:port/db                                 | embedded server (crm.local)      |
| REDIS_PREFIX         | what our keys begin with in a database of several    | nothing                          |
| SECRET_KEY           | signing key; required when HTTPS is 1                | development key                  |
| PII_HASH_KEY         | key of the hashes that find an ID number             | derived from SECRET_KEY          |
| DEBUG                | 1 or 0                                               | 0                                |
| ALLOWED_HOSTS        | comma list                                           | loopback names                   |
| HTTPS                | 1 when served behind TLS: secure cookies, HSTS       | 0                                |
| MEDIA_ROOT           | uploaded files, outside the web root                 | var/media                        |
| SMS_GATEWAY          | dotted class that sends SMS                          | a table that a page shows        |
| EMAIL_GATEWAY        | dotted class that sends e-mail                       | a table that a page shows        |
"""

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlparse

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env_flag(name: str, default: bool) -> bool:
    """Read a 0/1 variable; anything else stops the start."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}")
    return value == "1"


# Compiling a statement costs more than it takes, and what is asked for lies in memory: without these two the work
# queue of a city reads all clocks of all years (docs/benchmarks.md). A pooler's server needs them itself.
PLANNER = "-c jit=off -c random_page_cost=1.1"


def database_from_url(url: str) -> dict[str, object]:
    """Turn a postgres:// address into a Django database entry."""
    parts = urlparse(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:port/name")
    pooled = env_flag("DATABASE_POOLED", default=False)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,  # a new one has to learn all tables anew, which its first pages wait for
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "OPTIONS": {"application_name": "crm"} | ({} if pooled else {"options": PLANNER}),
        "ATOMIC_REQUESTS": False,
    }


DEBUG = env_flag("DEBUG", default=False)
HTTPS = env_flag("HTTPS", default=False)
TESTING = "pytest" in sys.modules

DEVELOPMENT_KEY = "development-only-key-change-me-in-production"
SECRET_KEY = os.environ.get("SECRET_KEY", DEVELOPMENT_KEY)
if HTTPS and SECRET_KEY == DEVELOPMENT_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be set when HTTPS is 1")
PII_HASH_KEY = os.environ.get("PII_HASH_KEY", SECRET_KEY)
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "crm.audit",
    "crm.org",
    "crm.workdays",
    "crm.parameters",
    "crm.outbox",
    "crm.clocks",
    "crm.messages",
    "crm.imports",
    "crm.search",
    "crm.web",
    "crm.local",
    "customers.book",
    "customers.interactions",
    "metering",
    "bizexpansion",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crm.web.middleware.LanguageMiddleware",
    "crm.web.middleware.IdleMiddleware",
    "crm.web.middleware.RefusalMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "crm.web.middleware.PasswordAgeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "crm.urls"
WSGI_APPLICATION = "crm.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "crm.web.context.frame",
            ],
        },
    },
]
FILTERS_EMPTY_CHOICE_LABEL = _("All")
FORM_RENDERER = "crm.web.renderer.Renderer"

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/crm"))}
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
REDIS_PREFIX = os.environ.get("REDIS_PREFIX", "")
CACHES = {"default": {"BACKEND": "crm.cache.SharedRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": REDIS_PREFIX}}

# --- people -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "crm_org.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "crm.web.auth.StaffBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:  # tests sign in thousands of times; the strength of the hash is not what they test
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
# Assessor's values for GB/T 22239 (regulations.md 10.3, public code): 8 characters, 3 kinds, 90 days,
# lock after 5 failures for 300 s, idle 600 s.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "crm.org.passwords.ThreeKindsValidator"},
]
PASSWORD_VALID_DAYS = 90
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 300 / 3600
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the moment that the person was told stays true
# A hall shares one address: lock the person, not the counter next to it.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_LOCKOUT_CALLABLE = "crm.web.lockout.lockout_response"
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS

# --- language, time, files ----------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese (simplified)")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", BASE_DIR / "var" / "media"))
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "crm" / "web" / "assets",
    ("tabler", NODE_MODULES / "@tabler" / "core" / "dist"),
    ("htmx", NODE_MODULES / "htmx.org" / "dist"),
    ("echarts", NODE_MODULES / "echarts" / "dist"),
    ("bpmn-js", NODE_MODULES / "bpmn-js" / "dist"),
]
if not (DEBUG or TESTING):  # names that carry the content: browsers keep a file until it changes
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
if TESTING:  # the files as they are in the source, not as the last `make run` published them
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# A file of a whole city's accounts; it is streamed to the disk and read row by row.
IMPORT_MAX_BYTES = 200 * 1024 * 1024

# --- the browser's side of security -------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "crm.web.views.pages.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# --- background work ----------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": REDIS_PREFIX}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"crm.imports.tasks.*": {"queue": "imports"}}
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "clocks-sweep": {
        "task": "crm.clocks.tasks.sweep_clocks",
        "schedule": 60.0,
        "options": {"queue": "clocks"},
    },
    "outbox-drain": {
        "task": "crm.outbox.tasks.drain_outbox",
        "schedule": 5.0,
        "options": {"queue": "notify"},
    },
    "metering-use": {
        "task": "metering.tasks.refresh_use",
        "schedule": crontab(hour=2, minute=40),
        "options": {"queue": "default"},
    },
    "bizexpansion-idle": {
        "task": "bizexpansion.tasks.propose_idle_closings",
        "schedule": crontab(hour=3, minute=20),
        "options": {"queue": "default"},
    },
    "bizexpansion-account-terms": {
        "task": "bizexpansion.tasks.begin_account_terms",
        "schedule": crontab(hour=3, minute=40),
        "options": {"queue": "default"},
    },
    "book-end-importance": {
        "task": "customers.book.tasks.end_importance",
        "schedule": crontab(hour=0, minute=5),
        "options": {"queue": "default"},
    },
    "metering-partitions": {
        "task": "metering.tasks.make_partitions",
        "schedule": 6 * 3600.0,
        "options": {"queue": "default"},
    },
    "book-score-marked": {
        "task": "customers.book.tasks.score_marked_accounts",
        "schedule": 20.0,
        "options": {"queue": "default", "expires": 20},
    },
    "book-score-all": {
        "task": "customers.book.tasks.score_all_accounts",
        "schedule": 600.0,
        "options": {"queue": "default", "expires": 600},
    },
    "book-duplicates": {
        "task": "customers.book.tasks.find_new_duplicates",
        "schedule": 120.0,
        "options": {"queue": "default", "expires": 110},
    },
    "book-duplicates-nightly": {
        "task": "customers.book.tasks.compare_everybody",
        "schedule": crontab(hour=2, minute=10),
        "options": {"queue": "default"},
    },
    "imports-tidy": {
        "task": "crm.imports.tasks.tidy",
        "schedule": 3600.0,
        "options": {"queue": "imports"},
    },
    "web-kept-answers": {
        "task": "crm.web.tasks.forget_answers",
        "schedule": 3600.0,
        "options": {"queue": "default"},
    },
    "web-tidy": {
        "task": "crm.web.tasks.delete_old_drafts",
        "schedule": 24 * 3600.0,
        "options": {"queue": "default"},
    },
}

# One gateway per channel; the default writes to a table that a page shows (crm/messages/gateways.py).
MESSAGE_GATEWAYS = {
    "SMS": os.environ.get("SMS_GATEWAY", "crm.messages.gateways.TableGateway"),
    "EMAIL": os.environ.get("EMAIL_GATEWAY", "crm.messages.gateways.TableGateway"),
}

# --- API ----------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "crm.web.api.pagination.NewestFirst",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "crm.web.api.schema.FrameSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
}
API_ERRORS = ["400", "401", "403", "404", "406", "409", "412", "415", "422", "428", "429"]
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "crm.web.api.problems.ProblemHandler",
    "EXCEPTION_FORMATTER_CLASS": "crm.web.api.problems.ProblemFormatter",
    "ALLOWED_ERROR_STATUS_CODES": API_ERRORS,
    "ERROR_SCHEMAS": dict.fromkeys(API_ERRORS, "crm.web.api.problems.ProblemSerializer"),
}
REST_KNOX = {"TOKEN_LIMIT_PER_USER": 20}
SPECTACULAR_SETTINGS = {
    "TITLE": "Power marketing CRM",
    "DESCRIPTION": (
        "The operations and queries of the CRM for the call-centre console and other systems.\n\n"
        "Sign in with `POST /api/v1/token/`, send `Authorization: Token …`. Writes of a record name the version "
        "that was seen (`If-Match`), repetitions carry an `Idempotency-Key`, lists are read by cursor. "
        "Refusals are problem documents (RFC 9457) with a stable `code`. Names, phones and addresses of persons "
        "are masked. All of it on one page: docs/api.md."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # No list of 400 components below the operations; a box narrows these by area.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": -1, "filter": True},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Enums that stand under several field names, or under a name that several enums share.
    "ENUM_NAME_OVERRIDES": {
        "AccountGradeEnum": "customers.book.enums.GradeKind",
        "AccountStatusEnum": "customers.book.enums.AccountStatus",
        "CaseStateEnum": "bizexpansion.enums.CaseState",
        "FollowUpStateEnum": "bizexpansion.enums.FollowUpState",
        "ListRowStateEnum": "bizexpansion.models.ListRowState",
        "LimitKindEnum": "crm.clocks.enums.RuleKind",
        "MaterialKindEnum": "bizexpansion.enums.MaterialKind",
        "ConsentStateEnum": "customers.book.merging.ConsentState",
        "ContractStatusEnum": "customers.book.enums.ContractStatus",
        "CustomerKindEnum": "customers.book.enums.CustomerKind",
        "DeviceStateEnum": "customers.book.enums.DeviceState",
        "EntryKindEnum": "metering.enums.EntryKind",
        "EquipmentKindEnum": "customers.book.enums.EquipmentKind",
        "InstrumentTransformerKindEnum": "customers.book.enums.InstrumentTransformerKind",
        "MeterKindEnum": "customers.book.enums.MeterKind",
        "MeteringPointKindEnum": "customers.book.enums.MeteringPointKind",
        "MeteringPointStateEnum": "customers.book.enums.MeteringPointState",
        "SourceKindEnum": "customers.book.enums.SourceKind",
        "SupplyPointKindEnum": "customers.book.enums.SupplyPointKind",
        "InteractionPurposeEnum": "customers.interactions.enums.Purpose",
        "InterlockEnum": "customers.book.enums.Interlock",
        "MergeStateEnum": "customers.book.merging.MergeState",
        "OwnershipEnum": "customers.book.enums.Ownership",
        "PairStateEnum": "customers.book.merging.PairState",
        "TaskStateEnum": "bizexpansion.enums.TaskState",
        "VoltageEnum": "customers.book.enums.Voltage",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "crm.web.api.codes.tell_codes",
        "bizexpansion.api.schema.describe_forms",
    ],
    "AUTHENTICATION_WHITELIST": ["knox.auth.TokenAuthentication"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"crm": {"level": "INFO"}},
}
