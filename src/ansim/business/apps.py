"""The business portal as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BusinessConfig(AppConfig):
    """Venues, their codes and posters."""

    name = "ansim.business"
    label = "business"
    verbose_name = _("Venues")
