"""What officials do in cases, and with what visitors and owners left with the authority."""

import msgspec


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


class SessionStarted(msgspec.Struct, frozen=True, tag="session-started"):
    """An officer signed for looking things up in so many cases, until then; `key` is the kind of key that signed."""

    cases: int
    expires_at: int
    key: str = "passkey"


class PlacesAsked(msgspec.Struct, frozen=True, tag="places-asked"):
    """An officer signed for telling who was at so many stays of so many venues, and asks the other side to sign too."""

    venues: int
    stays: int
    why: str
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
    """So many people of one case were looked for in another, `into`. It stands in both."""

    people: int
    out_of: str
    into: str


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


class ExposuresPublished(msgspec.Struct, frozen=True, tag="exposures-published"):
    """So many windows, of so many hours in all, were put into the exposure feed, read off a case's stays or an alert.

    It stands in no case's name: its time next to the feed's would tell holders of a code which disease it was.
    """

    windows: int
    hours: int
    basis: str


class ExposureCorrected(msgspec.Struct, frozen=True, tag="exposure-corrected"):
    """A published window was withdrawn, and another of so many hours put in its place."""

    hours: int


class ExposureWithdrawn(msgspec.Struct, frozen=True, tag="exposure-withdrawn"):
    """A published window was taken out of the exposure feed, for this reason."""

    reason: str


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
