"""What stands in a proof of duty, in words."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.duty_records import DestroyedBy

DESTROYERS: Final = MappingProxyType(
    {
        DestroyedBy.OWNER: _("the owner"),
        DestroyedBy.STAFF: _("staff of the venue"),
        DestroyedBy.COMPANY: _("a disposal company"),
    }
)

# Sheets by the names under which their download is noted.
SHEETS: Final = MappingProxyType(
    {
        "a4": _("Poster, A4"),
        "a5": _("Small poster, A5"),
        "tent": _("Table tent"),
        "stickers": _("Stickers"),
        "counter": _("Sheet for the counter"),
        "svg": _("QR as a picture"),
        "png": _("QR as a picture"),
    }
)
