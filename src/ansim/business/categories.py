"""Kinds of venues in words."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.categories import Category

LABELS: Final = MappingProxyType(
    {
        Category.RETAIL: _("Shop"),
        Category.CAFE: _("Café"),
        Category.RESTAURANT: _("Restaurant"),
        Category.BAR: _("Bar"),
        Category.KARAOKE: _("Karaoke"),
        Category.GYM: _("Gym"),
        Category.BATH: _("Public bath"),
        Category.RELIGIOUS: _("Religious place"),
        Category.EVENT: _("Event hall"),
        Category.FUNERAL: _("Funeral hall"),
        Category.SCHOOL: _("School"),
        Category.OFFICE: _("Office"),
        Category.LODGING: _("Lodging"),
        Category.HOSPITAL: _("Hospital"),
        Category.PHARMACY: _("Pharmacy"),
        Category.TRANSPORT: _("Transport"),
        Category.SIGHT: _("Sight"),
        Category.PUBLIC: _("Public office"),
        Category.OTHER: _("Other place"),
    }
)
