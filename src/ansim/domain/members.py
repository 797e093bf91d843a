"""What people of a business may do there: one enum of rights, one table from roles to them.

Every route for owners names one of these rights; a guard test holds that.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class MemberRole(StrEnum):
    """A person has one in each business that they belong to."""

    OWNER = "owner"
    HEAD_OFFICE = "head_office"
    STAFF = "staff"


class Right(StrEnum):
    """One thing that a route lets an owner do, in alphabetical order.

    ACCOUNT and APPLY are everyone's who is signed in: they need no business. The others hold within a business.
    """

    ACCOUNT = "one's own account and the list of one's businesses"
    API_KEY_CHANGE = "make and end keys of the partner API"
    APPLY = "apply for a venue, follow one's own applications"
    BULK_IMPORT = "bring in many venues by a file"
    BUSINESS_READ = "see the business, its venues and who belongs to it"
    COUNT_READ = "see how many checked in, never who"
    DEVICE_CHANGE = "pair and revoke the devices of a venue"
    PEOPLE_CHANGE = "invite people, end their part, hand the business over"
    POSTER_READ = "print a venue's posters"
    VENUE_CHANGE = "change, close and reopen venues and zones"
    VENUE_CODE_CHANGE = "reissue or stop a venue's code"
    VENUE_HAND_OVER = "give a venue to another business, take one over"


ANYBODYS: Final = frozenset({Right.ACCOUNT, Right.APPLY})

_AT_WORK: Final = frozenset({Right.BUSINESS_READ, Right.COUNT_READ, Right.POSTER_READ})
_IN_CHARGE: Final = _AT_WORK | {
    Right.API_KEY_CHANGE,
    Right.BULK_IMPORT,
    Right.DEVICE_CHANGE,
    Right.VENUE_CHANGE,
    Right.VENUE_CODE_CHANGE,
}

RIGHTS: Final = MappingProxyType(
    {
        MemberRole.OWNER: _IN_CHARGE | {Right.PEOPLE_CHANGE, Right.VENUE_HAND_OVER},
        MemberRole.HEAD_OFFICE: _IN_CHARGE,
        MemberRole.STAFF: _AT_WORK,
    }
)


def roles_with(right: Right) -> frozenset[MemberRole]:
    """The roles of a business that include the right; all of them for what is anybody's."""
    return frozenset(role for role in MemberRole if right in ANYBODYS or right in RIGHTS[role])
