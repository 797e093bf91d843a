"""What an entry of the ledger may say: closed words, marks, counts and times; nothing about a person.

One struct an act; its tag is the entry's `kind`. Entries are public for ever, so names, numbers, person ids
and free text must never get in: `content` refuses what looks like them.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from ansim.domain.errors import AnsimError


class UnfitForLedgerError(AnsimError):
    """An entry holds something that the public must never read."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a role, and the random mark that stands for the person, or for the laboratory."""

    role: str
    ref: str


class PhoneLookedUp(msgspec.Struct, frozen=True, tag="phone-looked-up"):
    """A case's phone number, or e-mail address, was turned into the handle of whoever signed up with it."""


class CaseNotified(msgspec.Struct, frozen=True, tag="case-notified"):
    """Somebody signed that a person is infected: that made a case with this disease and period (epoch seconds, half-open).

    `people` is 1 where somebody signed up whom it is about, else 0.
    """

    preset: str
    preset_version: int
    start: int
    end: int
    people: int
    key: str


class PatientAskedForCode(msgspec.Struct, frozen=True, tag="patient-asked"):
    """A code was sent to a patient, who makes a case by reading it out; also where nobody does."""


class CaseOpened(msgspec.Struct, frozen=True, tag="case-opened"):
    """An officer took up a case with this disease and period (epoch seconds, half-open)."""

    preset: str
    preset_version: int
    start: int
    end: int


class WindowChanged(msgspec.Struct, frozen=True, tag="window-changed"):
    """A case's infectious window was changed."""

    start: int
    end: int


class ItineraryRead(msgspec.Struct, frozen=True, tag="itinerary-read"):
    """A case's stays within the window were looked up."""

    start: int
    end: int


class ContactsSearched(msgspec.Struct, frozen=True, tag="contacts-searched"):
    """A case's contacts were searched. Overlap in seconds."""

    start: int
    end: int
    minimum_overlap: int
    degrees: int


class SourcesSearched(msgspec.Struct, frozen=True, tag="sources-searched"):
    """Those who may have infected the case were searched. Overlap in seconds."""

    start: int
    end: int
    minimum_overlap: int
    degrees: int


class WarrantRequested(msgspec.Struct, frozen=True, tag="warrant-requested"):
    """An officer signed a warrant; `digest` is the SHA-256 of its text, `key` the kind of key that signed."""

    warrant: str
    digest: str
    legal_basis: str
    purpose: str
    start: int
    end: int
    row_cap: int
    expires_at: int
    key: str = "passkey"


class WarrantApproved(msgspec.Struct, frozen=True, tag="warrant-approved"):
    """A second person signed a warrant."""

    warrant: str
    digest: str
    key: str = "passkey"


class IdentitiesOpened(msgspec.Struct, frozen=True, tag="identities-opened"):
    """So many people were named under a warrant, `fresh` of them for the first time, to the officer who signed for them."""

    warrant: str
    people: int
    fresh: int
    key: str = "passkey"


class WorkListSigned(msgspec.Struct, frozen=True, tag="work-list-signed"):
    """An officer signed for naming so many people one at a time until then; that alone names nobody."""

    warrant: str
    people: int
    expires_at: int
    key: str = "passkey"


class NameOpened(msgspec.Struct, frozen=True, tag="name-opened"):
    """One person of a work list was named to the officer who signed for it.

    `fresh` is 1 where nobody had named them under the warrant before.
    """

    warrant: str
    fresh: int
    key: str = "passkey"


class NameReadAgain(msgspec.Struct, frozen=True, tag="name-read-again"):
    """A name of a work list was read again by the same officer; entered once a day."""

    warrant: str
    key: str = "passkey"


class WarrantReturned(msgspec.Struct, frozen=True, tag="warrant-returned"):
    """An approver sent a warrant back unsigned, with one of the closed reasons."""

    warrant: str
    reason: str


class StaffAdded(msgspec.Struct, frozen=True, tag="staff-added"):
    """The operator gave a member of staff a one-time word for a key of their own."""

    staff: str
    role: str


class StaffBarred(msgspec.Struct, frozen=True, tag="staff-barred"):
    """The operator shut a member of staff out."""

    staff: str


class StaffMoved(msgspec.Struct, frozen=True, tag="staff-moved"):
    """The operator had a member of staff work for another agency or team."""

    staff: str


class KeyEnrolled(msgspec.Struct, frozen=True, tag="key-enrolled"):
    """A member of staff made a key for signing; `fingerprint` is the SHA-256 of its public half."""

    key: str
    fingerprint: str


class LaboratoryAdded(msgspec.Struct, frozen=True, tag="laboratory-added"):
    """The operator enrolled a key of a laboratory, which may be new; `fingerprint` is the SHA-256 of its public half."""

    laboratory: str
    fingerprint: str


class LaboratoryBarred(msgspec.Struct, frozen=True, tag="laboratory-barred"):
    """The operator barred a laboratory: no key of it counts."""

    laboratory: str


class LaboratoryKeyBarred(msgspec.Struct, frozen=True, tag="laboratory-key-barred"):
    """The operator barred one key of a laboratory."""

    laboratory: str
    fingerprint: str


class LaboratoryLimited(msgspec.Struct, frozen=True, tag="laboratory-limited"):
    """The operator set how many cases a laboratory notifies a day."""

    laboratory: str
    a_day: int


class SessionStarted(msgspec.Struct, frozen=True, tag="session-started"):
    """An officer signed for looking things up in so many cases, until then; `key` is the kind of key that signed."""

    cases: int
    expires_at: int
    key: str = "passkey"


class PlacesSigned(msgspec.Struct, frozen=True, tag="places-signed"):
    """An officer signed for telling who was at so many stays of so many venues; `sides` is 2 where the other side did too."""

    venues: int
    stays: int
    sides: int
    why: str
    key: str = "passkey"


class PresenceSearched(msgspec.Struct, frozen=True, tag="presence-searched"):
    """Who was at so many signed stays was searched. Overlap in seconds."""

    stays: int
    minimum_overlap: int


class NearestRead(msgspec.Struct, frozen=True, tag="nearest-read"):
    """The check-ins nearest to a moment within a signed stay were read, so many at most."""

    check_ins: int


class MeetingsSearched(msgspec.Struct, frozen=True, tag="meetings-searched"):
    """Who of so many people met whom within signed stays was searched. Overlap in seconds."""

    people: int
    minimum_overlap: int


class CasesCompared(msgspec.Struct, frozen=True, tag="cases-compared"):
    """Which venues so many cases share beyond chance was searched."""

    cases: int
    start: int
    end: int


class PeopleTranslated(msgspec.Struct, frozen=True, tag="people-translated"):
    """So many people of one case were looked for in another, `into`."""

    people: int
    into: str


class KeyBarred(msgspec.Struct, frozen=True, tag="key-barred"):
    """A member of staff said that it was not they who used a key of theirs, and it is barred."""

    key: str
    fingerprint: str


class KeepersMade(msgspec.Struct, frozen=True, tag="keepers-made"):
    """The operator gave so many people a word for a keeper's key: the first ones."""

    keepers: int


class KeepersReplaced(msgspec.Struct, frozen=True, tag="keepers-replaced"):
    """The operator did so once keepers had signed here, and fewer than two of them had a key left."""

    keepers: int


class KeeperKeyEnrolled(msgspec.Struct, frozen=True, tag="keeper-key-enrolled"):
    """A keeper made a key for signing staff records; `fingerprint` is the SHA-256 of its public half."""

    key: str
    fingerprint: str


class StaffRecordKept(msgspec.Struct, frozen=True, tag="staff-record-kept"):
    """Two keepers signed a staff record: `first`, and whoever acts here; `digest` is the SHA-256 of what both signed."""

    deed: str
    staff: str
    role: str
    first: str
    digest: str
    first_key: str
    key: str


class DeputyNamed(msgspec.Struct, frozen=True, tag="deputy-named"):
    """Two keepers signed that somebody acts in a role for another team between these times."""

    staff: str
    role: str
    start: int
    end: int
    first: str
    digest: str
    first_key: str
    key: str


class ContactsTaken(msgspec.Struct, frozen=True, tag="contacts-taken"):
    """So many people whom a search found were taken into a case as contacts, each for the first time."""

    contacts: int


class CaseTakenOver(msgspec.Struct, frozen=True, tag="case-taken-over"):
    """An officer goes on with a colleague's case, for this reason."""

    reason: str


class CasesMerged(msgspec.Struct, frozen=True, tag="cases-merged"):
    """A case goes on in another, `into`: they are one person's."""

    into: str


class CasesParted(msgspec.Struct, frozen=True, tag="cases-parted"):
    """They are not, and the case is worked on by itself again."""

    into: str


class SurgeBegun(msgspec.Struct, frozen=True, tag="surge-begun"):
    """An agency does less for each contact until then (epoch seconds), in this mode and for this reason."""

    mode: str
    reason: str
    until: int


class SurgeEnded(msgspec.Struct, frozen=True, tag="surge-ended"):
    """That mode is over."""

    mode: str


class CaseClosed(msgspec.Struct, frozen=True, tag="case-closed"):
    """The work on a case is over: an officer said so, or nobody did for so many days."""

    open_days: int


class CaseReopened(msgspec.Struct, frozen=True, tag="case-reopened"):
    """A closed case is worked on again, before anything of it was destroyed."""


class CaseWorkDestroyed(msgspec.Struct, frozen=True, tag="case-work-destroyed"):
    """What a closed case took from the log was destroyed: so many contacts, `listed` of them stay in its register."""

    contacts: int
    listed: int
    warrants: int
    disclosures: int


class RegisterDestroyed(msgspec.Struct, frozen=True, tag="register-destroyed"):
    """The register of a case was destroyed, and the list of so many contacts with it."""

    listed: int


class CaseKeyDestroyed(msgspec.Struct, frozen=True, tag="case-key-destroyed"):
    """A key of a case was destroyed, by these means; its handles are nobody's."""

    purpose: str
    means: str


class CorrectionsRead(msgspec.Struct, frozen=True, tag="corrections-read"):
    """So many visitors' requests for correction were read."""

    requests: int


class CorrectionDone(msgspec.Struct, frozen=True, tag="correction-done"):
    """A request for correction was answered as done."""


class OwnerContactRead(msgspec.Struct, frozen=True, tag="owner-contact-read"):
    """A clerk saw the name and number of one owner of venues, for this reason."""

    reason: str


Act = (
    PhoneLookedUp
    | CaseNotified
    | PatientAskedForCode
    | CaseOpened
    | WindowChanged
    | ItineraryRead
    | ContactsSearched
    | SourcesSearched
    | WarrantRequested
    | WarrantApproved
    | IdentitiesOpened
    | WorkListSigned
    | NameOpened
    | NameReadAgain
    | WarrantReturned
    | StaffAdded
    | StaffBarred
    | StaffMoved
    | KeyEnrolled
    | LaboratoryAdded
    | LaboratoryBarred
    | LaboratoryKeyBarred
    | LaboratoryLimited
    | SessionStarted
    | PlacesSigned
    | PresenceSearched
    | NearestRead
    | MeetingsSearched
    | CasesCompared
    | PeopleTranslated
    | KeyBarred
    | KeepersMade
    | KeepersReplaced
    | KeeperKeyEnrolled
    | StaffRecordKept
    | DeputyNamed
    | ContactsTaken
    | CaseTakenOver
    | CasesMerged
    | CasesParted
    | SurgeBegun
    | SurgeEnded
    | CaseClosed
    | CaseReopened
    | CaseWorkDestroyed
    | RegisterDestroyed
    | CaseKeyDestroyed
    | CorrectionsRead
    | CorrectionDone
    | OwnerContactRead
)

_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NUMBER_LIKE: Final = re.compile(r"(?<!\d)(?:\+?82-?|0)1\d[-.]?\d{3,4}[-.]?\d{4}(?!\d)")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")  # one in 300 holds ten digits that look like a number
_ACTOR: Final = re.compile(r"([SL]-[0-9A-Z]{4,10})?")
_PERSON_LIKE: Final = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{32}(?![0-9a-fA-F])")


def kind_of(act: Act) -> str:
    """The word that the entry carries for the act."""
    return str(act.__struct_config__.tag)


def content(act: Act) -> dict[str, int | str]:
    """The act's fields for the entry. Raises UnfitForLedgerError for anything but counts, times and marks."""
    fields: dict[str, Any] = msgspec.structs.asdict(act)
    for name, value in fields.items():
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise UnfitForLedgerError(
                f"{kind_of(act)}.{name}: only counts, times and marks may stand there"
            )
        if isinstance(value, str):
            require_mark(name, value)
    return fields


def require_actor(actor: Actor) -> None:
    """Refuse whoever is named by anything but a mark of staff or of a laboratory, or nothing. Raises UnfitForLedgerError.

    Some callers say themselves who acts, and are not believed: a number or a name would stand there for ever.
    """
    if not _ACTOR.fullmatch(actor.ref):
        raise UnfitForLedgerError(f"actor: not a mark ({len(actor.ref)} characters)")


def require_mark(name: str, value: str) -> None:
    """Refuse text that is no mark, or looks like a phone number or a person id. Raises UnfitForLedgerError."""
    if _DIGEST.fullmatch(value):
        return
    if not _WORD.fullmatch(value) or _NUMBER_LIKE.search(value) or _PERSON_LIKE.search(value):
        # The value itself stays out of the message: it may be the very thing that must not be written.
        raise UnfitForLedgerError(
            f"{name}: not a mark that the public may read ({len(value)} characters)"
        )
