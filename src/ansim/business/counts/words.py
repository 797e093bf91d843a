"""Ways of checking in, in words."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.methods import Method

METHODS: Final = MappingProxyType(
    {
        Method.QR: _("QR on the poster"),
        Method.DISPLAY: _("QR on the screen"),
        Method.PASS: _("pass on a phone"),
        Method.PRINTED_PASS: _("printed pass"),
        Method.TYPED: _("code typed"),
        Method.CALL: _("telephone call"),
        Method.PAPER: _("hand-written log"),
        Method.STAFF: _("entered by staff"),
    }
)
