"""Who may do what: one enum of permissions, one table from roles to them.

Every route of both portals names one of these; a guard test holds that.
"""

from enum import Enum
from types import MappingProxyType
from typing import Final

from ansim.domain.signatures import PORTALS


class Role(Enum):
    """A member of staff has exactly one."""

    REGISTRAR = "registrar"  # 사업장 담당: venues and posters, business portal
    OFFICER = "officer"  # 역학조사관
    APPROVER = "approver"  # 승인자: notifies cases and signs warrants second, asks in none
    KEEPER = "keeper"  # 직원 관리자: signs staff records with another keeper, sees no case


class Portal(Enum):
    """Where a role signs in. Row-level security hides the other portal's staff from each process."""

    BUSINESS = "business"
    INVESTIGATION = "investigation"


class Permission(Enum):
    """One thing that a route lets somebody do, in alphabetical order. PUBLIC routes need no sign-in."""

    ANNOUNCEMENT_WRITE = "write announcements to owners and withdraw them"
    API_KEY_CHANGE = "make and end keys of the partner API for municipal systems and businesses"
    APPLICATION_DECIDE = "approve, return or refuse an application for a venue"
    APPLICATION_READ = "see applications for venues and what was checked of them"
    CAMPAIGN_APPROVE = "sign a campaign as the second person"
    CAMPAIGN_SEND = "have contacts told by messages, pause and stop that"
    CASE_NOTIFY = "notify a case by a signature"
    CASE_OPEN = "take up a notified case, set its window, close it"
    CASE_READ = "see the cases and their state, without where anybody was"
    CONTACTS_SEARCH = "see a case's itinerary and search its contacts"
    CORRECTION_ANSWER = "read visitors' requests for correction and answer them"
    DEVICE_CHANGE = "pair and revoke a venue's devices, set its telephone number for visitors"
    EXPOSURE_PUBLISH = "publish exposures for phones to match, correct and withdraw them"
    IDENTITY_OPEN = "see names and numbers under a signed warrant"
    LEDGER_READ = "read the log of look-ups"
    OWNER_CONTACT_READ = "see one owner's name and number for a stated reason, move their account"
    OWN_KEY = "enrol one's own keys, see when they signed in, and bar one that somebody else used"
    PUBLIC = "anyone may see it"
    REPORT_SETTLE = "see and settle visitors' reports of wrong QR codes"
    STAFF_KEEP = "see who is enrolled, propose a staff record, sign another keeper's"
    SURGE_DECIDE = "decide on a mode of a surge for one's agency, and end it"
    VENUE_CHANGE = "close and reopen venues, set an event's days, decide on parts of a site"
    VENUE_CODE_CHANGE = "reissue or revoke a venue's code"
    VENUE_IMPORT = "bring in many venues by a file, for whomever"
    VENUE_READ = "see venues and print their posters"
    WARRANT_APPROVE = "sign a warrant as the second person"
    WARRANT_REQUEST = "make a warrant and sign it first"


_CONSOLE: Final = frozenset(
    {
        Permission.CASE_READ,
        Permission.LEDGER_READ,
        Permission.OWN_KEY,
    }
)

PERMISSIONS: Final = MappingProxyType(
    {
        Role.REGISTRAR: frozenset(
            {
                Permission.ANNOUNCEMENT_WRITE,
                Permission.API_KEY_CHANGE,
                Permission.APPLICATION_DECIDE,
                Permission.APPLICATION_READ,
                Permission.DEVICE_CHANGE,
                Permission.OWNER_CONTACT_READ,
                Permission.OWN_KEY,
                Permission.REPORT_SETTLE,
                Permission.VENUE_CHANGE,
                Permission.VENUE_CODE_CHANGE,
                Permission.VENUE_IMPORT,
                Permission.VENUE_READ,
            }
        ),
        Role.OFFICER: _CONSOLE
        | {
            Permission.CAMPAIGN_SEND,
            Permission.CASE_OPEN,
            Permission.CONTACTS_SEARCH,
            Permission.CORRECTION_ANSWER,
            Permission.EXPOSURE_PUBLISH,
            Permission.IDENTITY_OPEN,
            Permission.WARRANT_REQUEST,
        },
        Role.KEEPER: frozenset({Permission.OWN_KEY, Permission.STAFF_KEEP}),
        Role.APPROVER: _CONSOLE
        | {
            Permission.CAMPAIGN_APPROVE,
            Permission.CASE_NOTIFY,
            Permission.SURGE_DECIDE,
            Permission.WARRANT_APPROVE,
        },
    }
)

IN_ONES_OWN_ROLE: Final = frozenset({Permission.CORRECTION_ANSWER, Permission.SURGE_DECIDE})
"""What a deputy may not: it is about more than the one team that they stand in for."""

PORTAL_OF: Final = MappingProxyType({role: Portal(PORTALS[role.value]) for role in Role})


def permissions_of(role: Role, *, deputy: bool = False) -> frozenset[Permission]:
    """What a role lets somebody do, or somebody who stands in for it."""
    return PERMISSIONS[role] - IN_ONES_OWN_ROLE if deputy else PERMISSIONS[role]


def may(role: Role, permission: Permission, *, deputy: bool = False) -> bool:
    """Whether the role includes the permission. PUBLIC is everyone's."""
    return permission is Permission.PUBLIC or permission in permissions_of(role, deputy=deputy)
