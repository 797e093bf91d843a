"""Settings of the business portal, which faces the internet."""

from ansim.settings.base import *  # noqa: F403
from ansim.settings.base import (
    CONTEXT_OF_PORTALS,
    LOCAL_HOSTS,
    MIDDLEWARE_OF_PORTALS,
    TEMPLATES,
    django_database,
)
from ansim.settings.environment import portal_hosts, portal_secret, upload_bytes

PORTAL = "business"
ALLOWED_HOSTS = [*LOCAL_HOSTS, *portal_hosts(PORTAL)]
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "ansim.portal",
    "ansim.accounts",
    "ansim.business",
    "ansim.business.landing",
    "ansim.business.owners",
    "ansim.business.venues",
    "ansim.business.codes",
    "ansim.business.history",
    "ansim.business.hours",
    "ansim.business.devices",
    "ansim.business.posters",
    "ansim.business.reports",
    "ansim.business.applications",
    "ansim.business.review",
    "ansim.business.counts",
    "ansim.business.announcements",
    "ansim.business.proof",
    "ansim.business.bulk",
    "ansim.business.zones",
    "ansim.business.partners",
]
DATABASES = {"default": django_database("business", "main")}
MIDDLEWARE = [*MIDDLEWARE_OF_PORTALS, "ansim.business.rights.middleware.OwnerSignedIn"]
TEMPLATES[0]["OPTIONS"]["context_processors"] = [
    *CONTEXT_OF_PORTALS,
    "ansim.business.rights.context.owner",
]
ROOT_URLCONF = "ansim.business.urls"
WSGI_APPLICATION = "ansim.portal.wsgi.application"
HOME_PAGE = "/venues/"
LARGE_BODIES = dict.fromkeys(
    ("/my/lists/new", "/lists/new"), upload_bytes() + 65_536
)  # the form around it

SECRET_KEY = portal_secret("business-session")
SESSION_ENGINE = "ansim.business.models.session"
SESSION_COOKIE_NAME = "ansim_business"
CSRF_COOKIE_NAME = "ansim_business_csrf"
LANGUAGE_COOKIE_NAME = "ansim_business_language"
