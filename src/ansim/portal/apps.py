"""The shared look of the portals as a Django app: templates and static files, no tables."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Page frame, style sheet, middleware."""

    name = "ansim.portal"
    label = "portal"
