"""The investigation console as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvestigationConfig(AppConfig):
    """Cases, itineraries, contacts and warrants."""

    name = "ansim.investigation"
    label = "investigation"
    verbose_name = _("Investigation")
