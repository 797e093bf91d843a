"""Words of notifications in the reader's language."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.pathogens import Anchor

ANCHORS: Final = MappingProxyType(
    {
        Anchor.SYMPTOM_ONSET: _("Onset of symptoms"),
        Anchor.SPECIMEN_DATE: _("Specimen taken (without symptoms)"),
        Anchor.RASH_ONSET: _("Onset of the rash"),
    }
)
