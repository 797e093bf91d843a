"""Settings of `ansim migrate`: all three databases, as their owner."""

from ansim.settings.base import *  # noqa: F403
from ansim.settings.base import django_database

INSTALLED_APPS = [
    "ansim.accounts",
    "ansim.ledger",
    "ansim.notices",
    "ansim.business",
    "ansim.investigation",
    "ansim.visits",
    "ansim.identity",
]
DATABASES = {
    "default": django_database("owner", "main"),
    "visits": django_database("owner", "visits"),
    "identity": django_database("owner", "identity"),
}
