"""Settings of the worker's tasks in the background, which use the tables of the business portal under the worker's role."""

from ansim.settings.base import *  # noqa: F403
from ansim.settings.base import django_database

INSTALLED_APPS = ["ansim.accounts", "ansim.business"]
DATABASES = {"default": django_database("worker", "main")}
