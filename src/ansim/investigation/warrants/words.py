"""Terms and states of warrants in the officer's language. The purposes, which the ledger says too, are the portal's."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.warrant import LegalBasis
from ansim.investigation.models import ReturnReason, WarrantState

LEGAL_BASES: Final = MappingProxyType(
    {
        LegalBasis.IDCPA_76_2_1: _("Infectious Disease Control and Prevention Act, Art. 76-2 (1)"),
        LegalBasis.IDCPA_76_2_2: _("Infectious Disease Control and Prevention Act, Art. 76-2 (2)"),
    }
)

STATES: Final = MappingProxyType(
    {
        WarrantState.WAITING: (_("Waiting for the second signature"), "warn"),
        WarrantState.VALID: (_("Valid"), "good"),
        WarrantState.EXPIRED: (_("Expired"), "bad"),
        WarrantState.RETURNED: (_("Returned"), "bad"),
    }
)

RETURNS: Final = MappingProxyType(
    {
        ReturnReason.TOO_MANY: _("Too many people"),
        ReturnReason.TOO_LONG: _("Period too long"),
        ReturnReason.TOO_LOOSE: _("Time together or degree too loose"),
        ReturnReason.OTHER_PURPOSE: _("Purpose or legal basis unfit"),
        ReturnReason.PLEASE_CALL: _("Please call me about it"),
    }
)
