"""One settings file; everything that differs between installations comes from the environment.

Safe by default: DEBUG off, cookies for HTTPS only, HSTS, a strict content-security policy, and no start without
SECRET_KEY. `docs/running.md` lists the variables.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

from config import environment
from config.cache import shared_cache

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / "data")

DEBUG = environment.flag("DEBUG")
# The demonstration runs on plain HTTP on this machine with invented data.
DEMO = environment.flag("DEMO")
PLAIN_HTTP = DEBUG or DEMO or environment.flag("PLAIN_HTTP")

SECRET_KEY = environment.required(
    "SECRET_KEY", "it signs sessions and links; `make demo` and `make run` make one for you and keep it."
)
ALLOWED_HOSTS = environment.comma_separated("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.comma_separated("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    "simple_history",
    "accounts",
    "registry",
    "mentoring",
    "monitoring",
    "reports",
    "imports",
    "worklist",
    "config",
]

MIDDLEWARE = [
    "config.response_headers.ProtectiveHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.response_headers.NotStoredMiddleware",
    "csp.middleware.CSPMiddleware",
    "registry.middleware.RawParametersMiddleware",
    "config.stored_files.StoredFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "registry.middleware.SecondFactorMiddleware",
    "registry.middleware.KeptUploadsMiddleware",
    "registry.middleware.SavedFormMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SessionEndMiddleware",
    "registry.middleware.NoticesMiddleware",
    "registry.middleware.RulesReadOnceMiddleware",
    "registry.middleware.ReaderWordsMiddleware",
    "registry.middleware.ButtonAddressMiddleware",
    "registry.middleware.RemovedRecordMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "monitoring.middleware.StoreFiguresMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

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
                "worklist.menu.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -------------------------------------------------------------------------------------------------------
# How long a write waits for others before the page says that the portal is busy (config/unavailable.py). The worker,
# which nobody waits for, is more patient (scripts/serve.sh).
DB_WAIT_SECONDS = int(os.environ.get("DB_WAIT_SECONDS", "8"))
DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}", conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            # A write transaction takes the lock when it begins, so that two writers queue instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": DB_WAIT_SECONDS,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                f"PRAGMA busy_timeout={DB_WAIT_SECONDS * 1000};"
                "PRAGMA cache_size=-32000; PRAGMA mmap_size=33554432;"
            ),
        }
    )
    if test_file := os.environ.get("TEST_SQLITE_FILE"):
        DATABASES["default"]["TEST"] = {"NAME": test_file}
else:
    # What DATABASE_URL says of the connection (sslmode, host of a socket) stays.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    # Parallel workers are for long statements on idle cores: to plan for them and to start them takes longer than any
    # statement of a page, and other pages wait for the cores.
    own_options = f"-c lock_timeout={DB_WAIT_SECONDS}s -c max_parallel_workers_per_gather=0"
    options["options"] = f"{own_options} {options.get('options', '')}".strip()
    options["pool"] = {
        "min_size": 1,
        "max_size": int(os.environ.get("DB_POOL_SIZE", "16")),
        "timeout": DB_WAIT_SECONDS,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People who sign in ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.validators.LengthValidator"},
    {"NAME": "accounts.passwords.validators.GuessableValidator"},
    {"NAME": "accounts.passwords.validators.OwnWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "add_email": "accounts.forms.NewAddressForm",
    "confirm_email_verification_code": "accounts.forms.AddressCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An address counts once it is proved: by the invitation that was sent there, or by the code of a letter (ADR 45).
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 8}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # the password again before the address is changed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a change of the password or of the second factor is told to its owner
# What one address in the network may ask for: a hall full of people stands behind one. Failures to sign in are counted
# by the adapter (accounts/attempts.py); "login_failed" is left for the codes of the second factor.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/300s/key",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "accounts.forms.PasskeyForm", "edit_webauthn": "accounts.forms.PasskeyNameForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Наставничество"
# Roles that must set up a second factor before they see anything.
MFA_REQUIRED_ROLES = environment.comma_separated("MFA_REQUIRED_ROLES", "admin,coordinator")
INVITATION_DAYS = int(os.environ.get("INVITATION_DAYS", "14"))
SESSION_COOKIE_AGE = 60 * 60 * 12  # a working day, however busy
SESSION_IDLE_MINUTES = int(os.environ.get("SESSION_IDLE_MINUTES", "60"))

# --- Mail -----------------------------------------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", True)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portal@localhost")
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# --- Security -------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A browser takes a cookie of this name only from this very host, by TLS and for all of its addresses.
COOKIE_PREFIX = "" if PLAIN_HTTP else "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = not PLAIN_HTTP
MESSAGE_STORAGE = "config.message_cookie.MessageStorage"
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^healthz(/live|/ready)?$"]
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
SECURE_HSTS_PRELOAD = not PLAIN_HTTP
# How many proxies stand before the portal, each of which writes its end of X-Forwarded-For: people are known by the
# address that the outermost of them names.
PROXIES = environment.count("BEHIND_PROXY")
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
TIME_ZONE = os.environ.get("TIME_ZONE", "Europe/Moscow")
USE_I18N = True
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"  # never served by address: scans leave through scoped views only
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STORAGES = {
    "default": {"BACKEND": "config.stored_files.StoredFiles"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or environment.flag("TESTING")
            else "config.static_files.HashedStaticFiles"
        )
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Work outside the request ---------------------------------------------------------------------------------------
# Large imports: a worker beside the portal takes them from a queue in the database (docs/running.md). Without one, as
# in tests and on a developer's machine, they are done at once. «now» is for a person who does not want to wait for it.
WORKER = environment.flag("WORKER", not (DEBUG or environment.flag("TESTING")))
IMMEDIATE = "django_tasks.backends.immediate.ImmediateBackend"
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend" if WORKER else IMMEDIATE},
    "now": {"BACKEND": IMMEDIATE},
}
CACHES = {
    # Seen by all processes: counts of attempts (accounts/attempts.py), codes that have been used.
    "default": shared_cache(os.environ.get("CACHE_URL", "")),
    # Of one process, for seconds: what costs more to ask of the database than to be a little old.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # How far the work has come: seen by all processes, and while the work's transaction is open.
    "progress": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "progress",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# --- Parts ----------------------------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "components/table.html"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
MESSAGE_TAGS = {message_levels.ERROR: "danger", message_levels.DEBUG: "secondary"}

# --- Log ------------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "readable": {
            "format": "{asctime} {levelname:<7} {name}: {message}",
            "style": "{",
            "datefmt": "%Y-%m-%d %H:%M:%S",
        }
    },
    "filters": {
        "secrets": {"()": "config.masked_paths.MaskSecrets"},
        "people": {"()": "config.log_people.NamePerson"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "readable", "filters": ["secrets", "people"]}
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
