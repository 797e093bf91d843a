"""Sheets in words."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.business.posters.sheets import Sheet

SHEETS: Final = MappingProxyType(
    {
        Sheet.A4: (_("Poster, A4"), _("For the entrance. How to hang it stands on the back.")),
        Sheet.A5: (
            _("Small poster, A5"),
            _("For doors and lifts. How to hang it stands on the back."),
        ),
        Sheet.TENT: (
            _("Table tent"),
            _(
                "An A4 page, folded once, for tables and counters. How to fold it stands on the back."
            ),
        ),
        Sheet.STICKERS: (
            _("Stickers"),
            _("Twelve on an A4 page. Where to stick them stands in the margin that is cut off."),
        ),
        Sheet.COUNTER: (
            _("Sheet for the counter"),
            _(
                "What staff does for guests without a phone, and the code once more. Where to put it stands on the back."
            ),
        ),
    }
)
