"""Settings of the investigation console, which faces the health authority alone."""

from ansim.settings.base import *  # noqa: F403
from ansim.settings.base import (
    CONTEXT_OF_PORTALS,
    LOCAL_HOSTS,
    MIDDLEWARE_OF_PORTALS,
    TEMPLATES,
    django_database,
)
from ansim.settings.environment import portal_hosts, portal_secret

PORTAL = "investigation"
ALLOWED_HOSTS = [*LOCAL_HOSTS, *portal_hosts(PORTAL)]
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "ansim.portal",
    "ansim.accounts",
    "ansim.business",
    "ansim.investigation",
    "ansim.investigation.first_screen",
    "ansim.investigation.surge",
    "ansim.investigation.case_facts",
    "ansim.investigation.cases",
    "ansim.investigation.closing",
    "ansim.investigation.notifications",
    "ansim.investigation.itinerary",
    "ansim.investigation.contacts",
    "ansim.investigation.identities",
    "ansim.investigation.work_lists",
    "ansim.investigation.campaigns",
    "ansim.investigation.warrants",
    "ansim.investigation.grants",
    "ansim.investigation.corrections",
    "ansim.investigation.feed",
    "ansim.investigation.staff_records",
    "ansim.investigation.ledger_pages",
]
DATABASES = {"default": django_database("investigation", "main")}
_SIGNED_IN = MIDDLEWARE_OF_PORTALS.index("ansim.accounts.middleware.SignedIn")
MIDDLEWARE = [
    *MIDDLEWARE_OF_PORTALS[:_SIGNED_IN],
    "ansim.investigation.lookups.left_sessions.LeftSessions",
    *MIDDLEWARE_OF_PORTALS[_SIGNED_IN:],
    "ansim.investigation.lookups.troubles.Troubles",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    *CONTEXT_OF_PORTALS,
    "ansim.investigation.warrants.badge.waiting_for_me",
]
ROOT_URLCONF = "ansim.investigation.urls"
WSGI_APPLICATION = "ansim.portal.wsgi.application"
HOME_PAGE = "/"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # as many contacts as a warrant may name, chosen one by one

SECRET_KEY = portal_secret("investigation-session")
SESSION_ENGINE = "ansim.investigation.models.session"
SESSION_COOKIE_NAME = "ansim_investigation"
CSRF_COOKIE_NAME = "ansim_investigation_csrf"
LANGUAGE_COOKIE_NAME = "ansim_investigation_language"
