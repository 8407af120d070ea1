"""All settings of pmcomms, in one file, from the environment (.env.example explains each).

MODE is one of ``production``, ``demo``, ``dev``, ``test``. Production refuses to start on a default
secret, debug, wildcard hosts or a missing mail sender, and says which (see ``refusals``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from pmcomms.ground import logs
from pmcomms.schema import INTRODUCTION

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()
if (ROOT / ".env").exists():
    env.read_env(str(ROOT / ".env"))


def _one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.str(name, default=default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of: {', '.join(allowed)}.")
    return value


# Values are not repeated: an address may hold a password.
_MEANT = {
    "int": "a whole number",
    "db_url": "an address such as postgres://user:password@host:5432/name",
    "email_url": "an address such as smtp+tls://user:password@host:587",
}


def _checked(name: str, kind: str, default: Any) -> Any:
    """A typed value from the environment; a broken one is named instead of ending in a traceback."""
    try:
        return getattr(env, kind)(name, default=default)
    except (ValueError, TypeError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} is not {_MEANT[kind]}.") from error


def _yes(name: str) -> bool:
    """On or off; anything else is refused, because a misspelt "yes" would silently be a no."""
    value = env.str(name, default="").lower()
    if value in ("1", "true", "yes", "on", "y", "t"):
        return True
    if value in ("", "0", "false", "no", "off", "n", "f"):
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither 1 nor 0.")


def _address(name: str, default: str, schemes: tuple[str, ...]) -> str:
    value = env.str(name, default=default)
    if not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
        raise ImproperlyConfigured(f"{name} does not begin with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    return value


MODE = _one_of("PMCOMMS_MODE", "dev", ("production", "demo", "dev", "test"))
INSECURE_SECRET = "insecure-secret-for-demo-and-development-only-0123456789"  # noqa: S105 - refused in production
SECRET_KEY = env.str("SECRET_KEY", default=INSECURE_SECRET)
DEBUG = _yes("DEBUG")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
SITE_URL = _address("SITE_URL", "http://localhost:8000", ("http", "https")).rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
VAR = Path(env.str("VAR", default=str(ROOT / "var")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_htmx",
    "django_structlog",
    "lucide",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pmcomms",
    "pmcomms.ground",
    "events",
    "accounts",
    "departments",
    "conversations",
    "requirements",
    "artifacts",
    "notifications",
    "insights",
]

MIDDLEWARE = [
    "pmcomms.health.HealthMiddleware",
    "pmcomms.ground.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "pmcomms.ground.problem_pages.HarmlessTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.FirstRunMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "departments.middleware.WorkingCalendarMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "notifications.middleware.TodoCountMiddleware",
    "pmcomms.ground.problem_pages.ProblemMiddleware",
    "pmcomms.ground.database.DeadlockMiddleware",
]

if MODE == "test":
    # The live server of the tests hands out files itself, and an asynchronous middleware cannot run in a thread
    # where a browser's event loop is at work.
    MIDDLEWARE.remove("servestatic.middleware.ServeStaticMiddleware")

ROOT_URLCONF = env.str("PMCOMMS_URLCONF", default="pmcomms.urls")
WSGI_APPLICATION = "pmcomms.wsgi.application"
ASGI_APPLICATION = "pmcomms.asgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "insights.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "pmcomms.templatetags.ui",
                "pmcomms.templatetags.product_frame",
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------

# A page that waits longer is answered with 503; manage.py and the worker allow their statements ten minutes.
STATEMENT_SECONDS = _checked("STATEMENT_SECONDS", "int", 5)
DATABASES = {"default": _checked("DATABASE_URL", "db_url", "postgres://pmcomms@127.0.0.1:5432/pmcomms")}
if DATABASES["default"].get("ENGINE") != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgres://…).")
DATABASES["default"].update(
    {
        "ENGINE": "pmcomms.ground.postgres",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # What the address says itself (such as sslmode) is kept.
        "OPTIONS": DATABASES["default"].get("OPTIONS", {})
        | {
            "connect_timeout": 3,
            "options": f"-c statement_timeout={STATEMENT_SECONDS * 1000} -c lock_timeout=5000"
            " -c idle_in_transaction_session_timeout=60000",
        },
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = _address("REDIS_URL", "redis://127.0.0.1:6379/0", ("redis", "rediss"))
CACHES = {
    "default": {
        "BACKEND": "pmcomms.ground.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "pmcomms",
    },
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ground_limits_cache",
        # Counters must not push each other out while somebody tries many names.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Celery ---------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 - the name of a model
REST_KNOX = {"TOKEN_PREFIX": "pm_", "AUTH_HEADER_PREFIX": "Bearer", "TOKEN_TTL": None}
# The token model is ours; knox brings none of its own tables.
MIGRATION_MODULES: dict[str, str | None] = {"knox": None}
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reset_password": "accounts.forms.ResetForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
# Counted in the database (alias "limits"), so that they hold with Redis down.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _yes("BEHIND_PROXY") else 0
MFA_ADAPTER = "accounts.adapter.TwoFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.ActivateCodeForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "pmcomms"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "pmcomms" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
MEDIA_URL = ""
ATTACHMENT_LIMIT_MB = _checked("ATTACHMENT_LIMIT_MB", "int", 25)
SERVESTATIC_USE_FINDERS = MODE != "production"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"
        if MODE == "production"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Mail -----------------------------------------------------------------------------------------

_mail_default = "consolemail://" if MODE != "production" else "smtp://localhost:25"
vars().update(_checked("EMAIL_URL", "email_url", _mail_default))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="")

# --- Security -------------------------------------------------------------------------------------

HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_SSL_REDIRECT = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "pmcomms.ground.problem_pages.csrf_failure"
if _yes("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Logs -----------------------------------------------------------------------------------------

LOGGING = logs.configure(
    as_json=MODE == "production",
    level=_one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
)

# --- API ------------------------------------------------------------------------------------------

API_LIMITS = {"api": (_checked("API_LIMIT_PER_MINUTE", "int", 1200), 60)}
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "pmcomms.ground.scopes.HasScope",
    ],
    "DEFAULT_PARSER_CLASSES": ["pmcomms.ground.json_parser.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "pmcomms.ground.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["pmcomms.ground.filter_backend.LanguageFilter"],
    "DEFAULT_THROTTLE_CLASSES": ["pmcomms.ground.throttles.Throttle"],
    "EXCEPTION_HANDLER": "pmcomms.ground.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "pmcomms API",
    "DESCRIPTION": INTRODUCTION,
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "pmcomms.schema.add_problems",
    ],
    # Two fields are called "role"; the names of their values must not depend on what else is described.
    "ENUM_NAME_OVERRIDES": {
        "LinkKind": "conversations.models.TraceLink.Kind",
        "SavedViewKind": "requirements.models.SavedView.Kind",
        "MembershipRole": "departments.models.Membership.Role",
        "ProductRoleKind": "departments.models.ProductRole.Role",
    },
}


def refusals() -> list[str]:
    """Why production must not start with these settings; empty when it may."""
    found = []
    if SECRET_KEY == INSECURE_SECRET or len(SECRET_KEY) < 40:
        found.append("SECRET_KEY is the default or shorter than 40 characters.")
    if DEBUG:
        found.append("DEBUG is on.")
    if "*" in ALLOWED_HOSTS or any(host.startswith(".") and host.count(".") < 2 for host in ALLOWED_HOSTS):
        found.append("ALLOWED_HOSTS holds a wildcard.")
    if not DEFAULT_FROM_EMAIL:
        found.append("DEFAULT_FROM_EMAIL (the mail sender) is missing.")
    return found


if MODE == "production" and (_found := refusals()):
    raise ImproperlyConfigured("Refused to start in production: " + " ".join(_found))
