"""Evidence of a stay in the officer's language."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.evidence import Sign
from ansim.domain.methods import Method

SIGNS: Final = MappingProxyType(
    {
        Sign.DEVICE_BOUND: _("from the registered phone"),
        Sign.NEAR: _("phone was near the venue"),
        Sign.FAR: _("phone was far from the venue"),
        Sign.WITHIN_HOURS: _("within opening hours"),
        Sign.OUTSIDE_HOURS: _("outside opening hours"),
        Sign.DISPLAY_CODE: _("code on the venue's screen was right"),
        Sign.STAFF_SCAN: _("scanned by the venue's staff"),
        Sign.DELIVERED_LATE: _("delivered late, from offline"),
        Sign.TIME_UNCERTAIN: _("time uncertain: the phone's clock cannot vouch for it"),
    }
)

# Ways that no phone of the visitor's stands for; the others need no word beside the signs.
METHODS: Final = MappingProxyType(
    {
        Method.CALL: _("by a telephone call"),
        Method.PAPER: _("typed in from the hand-written list"),
        Method.STAFF: _("name and number entered by the venue's staff"),
    }
)


def method_words(number: int) -> list[str]:
    """How a check-in came about, where that is worth a word; a number that this release does not know is left out."""
    return [str(words) for method, words in METHODS.items() if method == number]


def sign_words(bits: int) -> list[str]:
    """The signs in these bits, in words; bits that this release does not know are left out."""
    return [str(words) for sign, words in SIGNS.items() if bits & sign]


SOURCES: Final = MappingProxyType(
    {
        "log": _("check-in log"),
        "interview": _("interview"),
        "card": _("card payment"),
        "telecom": _("base station"),
        "cctv": _("CCTV"),
    }
)
TYPED_SOURCES: Final = tuple((key, words) for key, words in SOURCES.items() if key != "log")
CONFIDENCES: Final = MappingProxyType(
    {
        "sure": (_("Sure"), "good"),
        "likely": (_("Likely"), ""),
        "unsure": (_("Unsure"), "warn"),
    }
)
STATES: Final = MappingProxyType(
    {
        "signed": (_("Signed"), "good"),
        "waiting": (_("Waits for an approver"), "warn"),
        "unsigned": (_("Not signed yet"), "warn"),
    }
)
STEPS: Final = MappingProxyType(
    {
        "add": _("Stay added"),
        "correct": _("Stay corrected"),
        "split": _("Stay split"),
        "merge": _("Stays merged"),
        "remove": _("Stay removed"),
        "import": _("Stays imported"),
        "undo": _("Change taken back"),
    }
)
PLACES_WHY: Final = MappingProxyType(
    {
        **{key: words for key, words in SOURCES.items() if key != "log"},
        "mixed": _("several sources"),
        "order": _("testing order"),
    }
)
