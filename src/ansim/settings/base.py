"""What every Django process shares. Portals import all of it and add their own."""

import secrets
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from ansim.settings.environment import Database, Process, dsn, is_demo, is_dev

PACKAGE = Path(__file__).parent.parent


def django_database(process: Process, database: Database) -> dict[str, Any]:
    """Django's form of a connection string; lock and statement timeouts are safe for web requests."""
    parts: dict[str, Any] = dict(conninfo_to_dict(dsn(process, database)))
    known = {
        "HOST": "host",
        "PORT": "port",
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
    }
    settings = {name: str(parts.pop(key, "") or "") for name, key in known.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **settings,
        "OPTIONS": parts,
        "CONN_MAX_AGE": 0,
    }


# Django wants a key wherever it runs. Only the portals sign with theirs; of a migration nothing outlives the process.
SECRET_KEY = secrets.token_hex(32)
DEBUG = is_dev()
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]  # a portal adds the names that it is told
ALLOWED_HOSTS = LOCAL_HOSTS
DATABASE_ROUTERS = ["ansim.database.router.OneDatabasePerApp"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 300
DEMO = is_demo()

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = not DEMO
SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" would make browsers send "Origin: null" with our own forms, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600  # said only in answers over TLS
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
IDLE_SECONDS = 20 * 60
SIGNED_IN_SECONDS = 12 * 3600  # since the sign-in, however busy
OWNER_IDLE_SECONDS = 60 * 60
OWNER_FRESH_SECONDS = 10 * 60  # since the sign-in, for adding and removing passkeys
HOME_PAGE = "/"
LARGE_BODIES: dict[str, int] = {}  # bytes by path, where more than a form is taken
PORTAL = ""  # each portal names itself

MIDDLEWARE_OF_PORTALS = [
    "ansim.portal.middleware.StrictHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ansim.portal.middleware.ChosenLanguage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ansim.accounts.middleware.SignedIn",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CONTEXT_OF_PORTALS = ["ansim.portal.context.frame", "ansim.accounts.context.reader"]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": CONTEXT_OF_PORTALS,
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.templatetags.tz",
                "ansim.portal.templatetags.forms",
                "ansim.portal.templatetags.tables",
            ],
        },
    }
]
# Requests carry numbers and names, so nothing of a request is logged: Django's own words alone.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
}
