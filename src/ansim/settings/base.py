"""What every Django process shares. Portals import all of it and add their own."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from ansim.keys import KeyFolder
from ansim.settings.environment import Database, Process, data_folder, dsn, is_demo, public_host

PACKAGE = Path(__file__).parent.parent


def django_database(process: Process, database: Database) -> dict[str, Any]:
    """Django's form of a connection string; lock and statement timeouts are safe for web requests."""
    parts: dict[str, Any] = dict(conninfo_to_dict(dsn(process, database)))
    known = {"HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password"}
    settings = {name: str(parts.pop(key, "") or "") for name, key in known.items()}
    return {"ENGINE": "django.db.backends.postgresql", **settings, "OPTIONS": parts, "CONN_MAX_AGE": 0}


SECRET_KEY = KeyFolder(data_folder() / "keys").secret("portal-session").hex()
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASE_ROUTERS = ["ansim.database.router.OneDatabasePerApp"]
AUTH_USER_MODEL = "accounts.Staff"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
PUBLIC_HOST = public_host()
DEMO = is_demo()

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = not DEMO
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
