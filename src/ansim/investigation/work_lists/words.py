"""What became of calls, and languages, in the officer's own."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.investigation.models import CallOutcome

OUTCOMES: Final = MappingProxyType(
    {
        CallOutcome.REACHED: (_("reached"), "good"),
        CallOutcome.NO_ANSWER: (_("no answer"), "warn"),
        CallOutcome.REFUSED: (_("refused"), "bad"),
        CallOutcome.WRONG_NUMBER: (_("wrong number"), "bad"),
    }
)
TO_CALL: Final = (_("to call"), "")
LANGUAGES: Final = MappingProxyType(
    {"ko": _("Korean"), "en": _("English"), "zh": _("Chinese"), "ja": _("Japanese")}
)
