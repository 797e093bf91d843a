"""Words of the list of cases in the reader's language."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

STATES_OF_CASES: Final = MappingProxyType(
    {"open": _("Open cases"), "closed": _("Closed cases"), "all": _("All cases")}
)
