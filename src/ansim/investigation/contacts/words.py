"""Classes of contacts in the officer's language."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.classification import Classification

CLASSES: Final = MappingProxyType(
    {
        Classification.CLOSE: (_("close contact"), "bad"),
        Classification.CASUAL: (_("casual contact"), ""),
        Classification.UNLIKELY: (_("hardly a contact"), ""),
    }
)
