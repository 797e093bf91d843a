"""Words that several features say."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansim.domain.case_progress import Step
from ansim.domain.evidence import Grade
from ansim.domain.exposure_feed import Advice, Basis, DiseaseGroup, WithdrawalReason
from ansim.domain.surge import SurgeMode, SurgeReason
from ansim.domain.taking_over import TakeOverReason
from ansim.domain.warrant import Purpose

_OLDEST: Final = 80  # the open band
PURPOSES: Final = MappingProxyType(
    {
        Purpose.TEST_CONTACTS: _("Ask contacts to be tested"),
        Purpose.NOTIFY_CONTACTS: _("Inform contacts"),
        Purpose.QUARANTINE_CONTACTS: _("Quarantine contacts"),
        Purpose.FIND_SOURCE: _("Find the source of infection"),
    }
)
# By `KeyPurpose` and `CaseKeys.means` of `ansim.keys`, as ledger and certificate write them.
KEYS_OF_CASES: Final = MappingProxyType(
    {"work": _("for the work on it"), "register": _("for its register")}
)
MEANS: Final = MappingProxyType({"file": _("file overwritten")})
DEEDS: Final = MappingProxyType(
    {
        "add": _("Enrol somebody"),
        "change": _("Change team or role"),
        "bar": _("Shut out"),
        "code": _("New registration code"),
        "deputy": _("Name a deputy"),
        "deputy-ends": _("End deputyships"),
    }
)
"""What keepers of staff records do (ADR 43)."""
# How sure it is that somebody stood at the door, with the tone of its badge.
GRADES: Final = MappingProxyType(
    {
        Grade.STRONG: (_("Strong"), "good"),
        Grade.GOOD: (_("Good"), "good"),
        Grade.PLAIN: (_("Plain"), ""),
        Grade.DOUBTFUL: (_("Doubtful"), "bad"),
    }
)
STEPS_IN_WORDS: Final = MappingProxyType(
    {
        Step.NOTIFIED: _("Case notified"),
        Step.TAKEN: _("Taken up"),
        Step.ITINERARY: _("Itinerary read"),
        Step.CONTACTS: _("Contacts searched"),
        Step.WARRANT: _("Warrant asked for"),
        Step.NAMES: _("Names opened"),
        Step.CLOSED: _("Case closed"),
    }
)
SURGE_MODES: Final = MappingProxyType(
    {
        SurgeMode.TEXT_ONLY: _("Contacts are informed by text message alone"),
        SurgeMode.VENUE_WIDE: _("Everybody who was at a venue is informed, without classes"),
        SurgeMode.HOUSEHOLD_ONLY: _("Only the household is followed up"),
    }
)
SURGE_REASONS: Final = MappingProxyType(
    {
        SurgeReason.OVER_CAPACITY: _("More cases than the team can do"),
        SurgeReason.STAFF_ABSENT: _("Too few officers on duty"),
        SurgeReason.ORDERED: _("By order from above"),
        SurgeReason.MILD_COURSE: _("The disease takes a mild course"),
    }
)
TAKE_OVER_REASONS: Final = MappingProxyType(
    {
        TakeOverReason.ABSENT: _("The colleague is absent"),
        TakeOverReason.SHIFT_END: _("The colleague's shift ends"),
        TakeOverReason.WORKLOAD: _("The colleague has too many cases"),
        TakeOverReason.LEFT: _("The colleague left the team"),
    }
)


def age_in_words(first: int) -> str:
    """A band of ten years as it is read; the last is open."""
    if first == 0:
        return gettext("Under 10")
    if first == _OLDEST:
        return gettext("80 and over")
    return gettext("%(first)s to %(last)s years") % {"first": first, "last": first + 9}


# What a phone tells whoever was there; the app has words of its own for the same.
ADVICE: Final = MappingProxyType(
    {
        Advice.TEST: _("Get tested"),
        Advice.WATCH: _("Watch for symptoms"),
        Advice.ASK: _("Call and ask"),
    }
)
DISEASE_GROUPS: Final = MappingProxyType(
    {
        DiseaseGroup.UNSAID: _("Nothing"),
        DiseaseGroup.AIRWAYS: _("A disease of the airways"),
        DiseaseGroup.GUT: _("A disease of stomach and bowels"),
    }
)
BASES: Final = MappingProxyType(
    {Basis.CASE.value: _("from a case"), Basis.ALERT.value: _("from an alert")}
)
WITHDRAWAL_REASONS: Final = MappingProxyType(
    {
        WithdrawalReason.WRONG_PLACE: _("Another place was meant"),
        WithdrawalReason.WRONG_TIME: _("Another time was meant"),
        WithdrawalReason.NOT_INFECTED: _("The case is not infected"),
        WithdrawalReason.TWICE: _("It stands twice"),
        WithdrawalReason.CORRECTED: _("Corrected"),
    }
)
