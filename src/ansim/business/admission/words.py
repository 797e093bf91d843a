"""Findings and reasons in words: to clerks what to look at, to owners why and what to do."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ansim.business.models import ApplicationState
from ansim.domain.registration import Finding
from ansim.domain.venue_wishes import WishReason

FINDINGS: Final = MappingProxyType(
    {
        Finding.NO_NUMBER: _("No business number"),
        Finding.TAX_UNREACHABLE: _("The tax office did not answer"),
        Finding.CONTROL_NOT_SHOWN: _("Number, opening date and representative do not fit together"),
        Finding.TOO_MANY_TRIES: _("Too many tries at this number today"),
        Finding.TAX_CLOSED: _("Closed, says the tax office"),
        Finding.SUSPENDED: _("Suspended, says the tax office"),
        Finding.SAME_NUMBER: _("The same business number"),
        Finding.SAME_PHONE: _("The same phone"),
        Finding.NEAR_AND_ALIKE: _("Within 30 m, with a similar name"),
        Finding.BULK: _("Many applications in one day"),
        Finding.AUTHORITY_NAME: _("The name sounds like an authority"),
        Finding.ADDRESS_BY_HAND: _("The address was written by hand"),
        Finding.OUTSIDE: _("The pin lies in no town"),
        Finding.OTHER_NUMBER: _("A partner's system applied under another business's number"),
    }
)


class Reason(StrEnum):
    """Why an application is not approved. The words are stored; never rename, only append."""

    NOT_SHOWN = "not-shown"
    REGISTERED = "registered"
    WRONG_PLACE = "wrong-place"
    WRONG_NAME = "wrong-name"
    AUTHORITY = "authority"
    CLOSED = "closed"
    NO_MANDATE = "no-mandate"
    DOCUMENT = "document"
    OTHER = "other"
    OFFICE_BACK = "office-back"
    ANOTHER_PLACE = "another-place"


@dataclass(frozen=True, slots=True)
class Explained:
    """A reason: what a clerk presses, what the owner reads, and whether the owner may mend it and hand it in again.

    Without a key no clerk chooses it: the portal gives it.
    """

    key: str
    short: Promise | str
    told: Promise | str
    back: bool

    @property
    def state(self) -> ApplicationState:
        """What the application becomes."""
        return ApplicationState.RETURNED if self.back else ApplicationState.REFUSED


REASONS: Final = MappingProxyType(
    {
        Reason.NOT_SHOWN: Explained(
            "1",
            _("Not shown that the place is theirs"),
            _(
                "We could not see that this place is yours. Please enter the opening date and the representative as the "
                "certificate has them, or call us. Without a certificate, write how else we can see it."
            ),
            back=True,
        ),
        Reason.REGISTERED: Explained(
            "2",
            _("Registered already"),
            _("This place has a code already. If you took it over, please call us."),
            back=False,
        ),
        Reason.WRONG_PLACE: Explained(
            "3",
            _("Address or pin is wrong"),
            _("Address and pin do not fit together. Please set the pin on the entrance."),
            back=True,
        ),
        Reason.WRONG_NAME: Explained(
            "4",
            _("Name or kind is wrong"),
            _("Please write the name as it stands on the sign, and choose the kind that fits."),
            back=True,
        ),
        Reason.AUTHORITY: Explained(
            "5",
            _("Claims to be an authority"),
            _("This name could be taken for an authority's, so it cannot have a code."),
            back=False,
        ),
        Reason.CLOSED: Explained(
            "6",
            _("The business is closed"),
            _("The tax office says that this business is closed."),
            back=False,
        ),
        Reason.NO_MANDATE: Explained(
            "7",
            _("Many places without a mandate"),
            _("For many places at once please call the registration desk."),
            back=False,
        ),
        Reason.DOCUMENT: Explained(
            "8",
            _("A document is needed"),
            _("Please show us the certificate or the lease. Call us, and we say how."),
            back=True,
        ),
        Reason.OTHER: Explained(
            "9", _("Another reason, in words"), _("Please read what the clerk wrote."), back=True
        ),
        Reason.OFFICE_BACK: Explained(
            "",
            _("The tax office answers again"),
            _(
                "The tax office did not answer when you applied; now it does. Please enter the opening date and the "
                "representative once more, which we do not keep, and hand it in again: nothing else is missing."
            ),
            back=True,
        ),
    }
)

CHOSEN: Final = MappingProxyType({reason: told for reason, told in REASONS.items() if told.key})
"""The reasons among which a clerk chooses."""

NOT_CHANGED: Final = MappingProxyType(
    {
        Reason.NOT_SHOWN: Explained(
            "1",
            _("Not shown"),
            _("We could not see that it is so. Please write how we can see it, or call us."),
            back=True,
        ),
        Reason.ANOTHER_PLACE: Explained(
            "2",
            _("It is another place"),
            _("That is another place. Please close this one, and get a code for the new one."),
            back=True,
        ),
        Reason.WRONG_PLACE: CHOSEN[Reason.WRONG_PLACE],
        Reason.WRONG_NAME: CHOSEN[Reason.WRONG_NAME],
        Reason.AUTHORITY: Explained(
            "5",
            CHOSEN[Reason.AUTHORITY].short,
            _("This name could be taken for an authority's. Please choose another one."),
            back=True,
        ),
        Reason.DOCUMENT: CHOSEN[Reason.DOCUMENT],
        Reason.OTHER: CHOSEN[Reason.OTHER],
    }
)
"""The reasons for which a clerk leaves a place as it is, against its owner's wish."""

WISH_REASONS: Final = MappingProxyType(
    {
        WishReason.OTHER_NAME: _("Another name than the one that was checked"),
        WishReason.AUTHORITY_NAME: _("The name sounds like an authority"),
        WishReason.KIND: _("Another kind: other duties may hold"),
        WishReason.ADDRESS: _("Another address"),
        WishReason.MOVED: _("The pin moves by more than 30 m"),
        WishReason.OUTSIDE: _("The pin lies in no town"),
        WishReason.NEIGHBOUR: _("Within 30 m, with a similar name"),
    }
)
"""Why a clerk looks at a wish."""

STATES: Final = MappingProxyType(
    {
        ApplicationState.DRAFT: _("Not handed in yet"),
        ApplicationState.SUBMITTED: _("A clerk is looking at it"),
        ApplicationState.RETURNED: _("Something is missing"),
        ApplicationState.APPROVED: _("Approved"),
        ApplicationState.REFUSED: _("Refused"),
        ApplicationState.WITHDRAWN: _("Withdrawn"),
    }
)


def explained(reason: str) -> Explained | None:
    """A stored reason in words; None for none, and for one that this release does not know."""
    return REASONS[Reason(reason)] if reason in set(Reason) else None
