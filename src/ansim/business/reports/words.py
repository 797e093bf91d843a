"""What visitors report, in words."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.reports import ReportReason

REASONS: Final = MappingProxyType(
    {
        ReportReason.OTHER_VENUE: _("names another place"),
        ReportReason.STUCK_OVER: _("another QR stuck over it"),
        ReportReason.UNREADABLE: _("cannot be read"),
        ReportReason.OTHER: _("something else"),
    }
)
