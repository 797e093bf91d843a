"""Words that several features say."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from ansim.domain.evidence import Grade
from ansim.domain.warrant import Purpose

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
