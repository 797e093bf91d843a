"""Words for staff records."""

from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

ROLES: Final = MappingProxyType(
    {
        "officer": _("Epidemiologist"),
        "approver": _("Approver"),
        "registrar": _("Venue registrar"),
        "keeper": _("Keeper of staff records"),
    }
)
STATES: Final = MappingProxyType(
    {
        "waiting": _("Waits for another keeper"),
        "kept": _("In effect"),
        "returned": _("Returned"),
        "over": _("Over its time"),
    }
)
REASONS: Final = MappingProxyType(
    {
        "wrong-person": _("The person is not right"),
        "wrong-work": _("Team or role is not right"),
        "wrong-days": _("The days are not right"),
        "not-needed": _("It is not needed"),
    }
)
WITHDRAWN: Final = _("Taken back by who proposed it")
