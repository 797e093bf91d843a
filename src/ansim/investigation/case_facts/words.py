"""Words of a case's rules in the reader's language."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.contact_duties import Watching

MEASURES: Final = MappingProxyType(
    {
        Watching.PASSIVE: _("They watch themselves"),
        Watching.ACTIVE: _("An officer asks them daily"),
        Watching.QUARANTINE: _("They stay in quarantine"),
    }
)
