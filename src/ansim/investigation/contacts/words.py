"""Classes, reasons, columns and facets of contacts in the officer's language."""

from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansim.domain.classification import Classification
from ansim.domain.contact_rules import ContactRule

CLASSES: Final = MappingProxyType(
    {
        Classification.CLOSE: (_("close contact"), "bad"),
        Classification.CASUAL: (_("casual contact"), ""),
        Classification.UNLIKELY: (_("hardly a contact"), ""),
    }
)
# Why an officer sets a class: a closed list, as free text could name somebody.
REASONS: Final = MappingProxyType(
    {
        "interview": _("said in the interview"),
        "camera": _("seen on camera"),
        "protected": _("wore masks or protective gear"),
        "apart": _("sat far apart, or behind a partition"),
        "household": _("live together"),
        "vulnerable": _("vulnerable facility"),
        "staff": _("works there"),
        "mistake": _("corrects a mistake"),
    }
)
AIR: Final = MappingProxyType(
    {"all": _("air only"), "some": _("partly air"), "none": _("at the same time")}
)
FACETS: Final = MappingProxyType(
    {
        "class": _("Class"),
        "degree": _("Degree"),
        "evidence": _("Evidence"),
        "air": _("Lingering air"),
        "day": _("Day of the first exposure"),
        "venue": _("Where first"),
    }
)
COLUMNS: Final = MappingProxyType(
    {
        "number": _("Contact"),
        "degree": _("Degree"),
        "class": _("Class"),
        "minutes": _("Together"),
        "chance": _("Probability"),
        "risk": _("Risk"),
        "times": _("Times"),
        "first": _("First"),
        "last": _("Last"),
        "venue": _("Where first"),
        "evidence": _("Evidence"),
        "party": _("Companions"),
        "air": _("Lingering air"),
        "via": _("Via"),
    }
)


def minutes_words(minutes: int) -> str:
    """From how long together on, in words."""
    if minutes <= 1:
        return gettext("any time")
    return gettext("%(minutes)s min or more") % {"minutes": minutes}


def rule_words(rule: ContactRule) -> str:
    """The rule for close contacts in one line."""
    parts = [
        gettext("%(time)s together with a probability of %(chance)s%% or more")
        % {"time": minutes_words(rule.minutes), "chance": rule.chance}
    ]
    if rule.indoors:
        parts.append(gettext("indoors at least once"))
    parts.append(gettext("air alone counts too") if rule.air else gettext("not by air alone"))
    return ", ".join(parts)


def class_words(kind: Classification | None) -> tuple[str | Promise, str]:
    """A class and the tone of its badge; empty where there is none."""
    return CLASSES[kind] if kind else ("", "")


def recall_words(
    threshold: object, people: object, true: object, share: object, precision: object
) -> str:
    """What a threshold keeps of those found, in one sentence; each value as it is given."""
    return gettext(
        "%(threshold)s or more: %(people)s people, about %(true)s of them true contacts"
        " (%(share)s of all found, %(precision)s of 100 called)."
    ) % {
        "threshold": threshold,
        "people": people,
        "true": true,
        "share": share,
        "precision": precision,
    }
