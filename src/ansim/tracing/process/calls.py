"""What may be asked of the tracer, and what it answers. Times are epoch seconds, windows half-open.

Every request names a session and a case of it: there is no search outside them (ADR 38). Whom it is about does not stand in
it: the case's own person, or places that somebody signed. People travel as handles of that case (16 bytes, ADR 34).
What a case's own search found is vouched for (`ansim.domain.search_results`), so that the vault opens nobody else (ADR 35).
"""

import msgspec

from ansim.domain.found_summary import FoundSummary
from ansim.domain.quantities import EpochSeconds, Handle, VenueId
from ansim.domain.search_results import ResultTerms, VouchedResult, packed_rows
from ansim.domain.signed_places import Stay, stays_digest


class Window(msgspec.Struct, frozen=True):
    """From the first second to the one that is no longer in it."""

    start: EpochSeconds
    end: EpochSeconds


class InSession(msgspec.Struct, frozen=True, kw_only=True):
    """Under which session (16 bytes), in which case.

    What was found under the same terms within the session is told again without a new entry, unless `anew`.
    """

    session: bytes
    case: str
    anew: bool = False


class ItineraryOf(InSession, tag=True, frozen=True, kw_only=True):
    """All stays of the case's own person within the window, oldest first."""

    window: Window


class ItineraryStay(msgspec.Struct, frozen=True):
    """One stay. `imputed` says that nobody recorded a credible end; `signs` are `ansim.domain.evidence.Sign` bits."""

    visit: bytes
    venue: VenueId
    entered: EpochSeconds
    left: EpochSeconds
    imputed: bool
    party: int
    method: int
    signs: int
    possible: bool
    """Whether the way from the stay before was possible in the time between."""
    credible: bool = True
    """False: the recorded end is later than anybody stays at such a venue; `left` is imputed instead."""
    recorded: EpochSeconds | None = None
    """The end as it was recorded, credible or not."""
    again: bool = False
    """A later scan within a stay above it at the same venue: the person was still there then."""


class ItineraryFound(msgspec.Struct, frozen=True):
    """The stays, oldest first, and when they were looked up."""

    stays: list[ItineraryStay]
    found_at: EpochSeconds


class ContactsOf(InSession, tag=True, frozen=True, kw_only=True):
    """Everybody linked to the case's own person by up to `degrees` links that respect time, best risk first.

    `window` asks forward: whom that person may have infected from its start on. `back` asks backward: who may have
    infected the person by its end. Either may be None, but not both; both are searched with the same terms (air that
    lingers counts forward only).
    """

    window: Window | None
    minimum_overlap: int = 60
    degrees: int = 1
    latent: int = 0
    residual: int = 0
    limit: int = 2000
    back: Window | None = None
    close: int | None = None
    """Seconds from which a contact is close; None: any."""
    stays: list[Stay] = []
    """Where the case's own person was besides, each signed for: the person's log and these are searched as one.

    A case about nobody is searched by these alone, and to degree 1. Links beyond the first begin at stays of the log.
    """


class Encounter(msgspec.Struct, frozen=True, array_like=True):
    """One stay of a direct contact that overlaps the case's: what they shared, and what speaks for it.

    `estimated`: not both ends were recorded. `in_air`: the case had left before the contact came. `signs` and `party`
    (companions) are those of the contact's check-in.
    """

    venue: VenueId
    begin: EpochSeconds
    seconds: int
    estimated: bool
    in_air: bool
    signs: int
    party: int


class Contact(msgspec.Struct, frozen=True):
    """One contact. `via` is the person one link nearer to the case (the case itself for degree 1).

    Backward, the exposure is that of `via` to this person: the last encounter that still leads to the case.
    Of whoever met somebody else than the case the exposure is a whole day in Korea, with no time together, number of times
    or venue, and the risk has one digit: where and when a contact met somebody is told to nobody (RIGHTS §1, rule 5).
    """

    person: Handle
    degree: int
    first_exposed: EpochSeconds
    last_exposed: EpochSeconds
    overlap: int
    encounters: int
    probability: float
    """That they shared the minimum in all, given the dwell curves; 1 or 0 where all ends are recorded."""
    risk: float
    classification: str
    """A proposal (`ansim.domain.classification`) for direct contacts, empty for others."""
    via: Handle
    venue: VenueId | None
    """Where the first exposure happened; None beyond degree 1."""
    chances: bytes = b""
    """P(shared so many minutes in all) in percent, one byte for each of `shared_time.MINUTES`; empty beyond degree 1."""
    met: list[Encounter] = []
    """Each encounter of a direct contact, by entry."""


class StaysRead(msgspec.Struct, frozen=True):
    """What an answer rests on: the stays read (their digest), the dwell curves by their date and source, the program."""

    digest: bytes
    people: int
    curves_made_on: str
    curves_source: str
    program: str


class CountedResult(msgspec.Struct, frozen=True):
    """A result by class and venue, with the tracer's word that it counted so."""

    summary: FoundSummary
    mac: bytes


class ContactsFound(msgspec.Struct, frozen=True):
    """The best `limit` contacts, and how many there are of each degree (index 0: degree 1).

    Both are empty where no forward window was asked for; `back` is None where no backward one was.
    """

    totals: list[int]
    contacts: list[Contact]
    seconds: float
    """What the search itself took."""
    back: "ContactsFound | None" = None
    found_at: EpochSeconds = EpochSeconds(0)
    """When it was searched."""
    vouched: VouchedResult | None = None
    """The tracer's word on these contacts under these terms; None for what no warrant can open."""
    counted: CountedResult | None = None
    """The same result by class and venue, as both signers of a warrant see it."""
    terms: ResultTerms | None = None
    """The whole question as `vouched` and warrants name it; None where nothing is vouched for."""
    read: StaysRead | None = None
    """What the judgement of direct contacts rests on; None where there was none."""


def result_terms(asked: ContactsOf, window: Window, *, back: bool, key: bytes = b"") -> ResultTerms:
    """The whole question of one direction, as a warrant names it; stays under the `key` of the case.

    Raises ValueError where stays were asked for without one.
    """
    if asked.stays and not key:
        raise ValueError("stays are named under the key of their case")
    return ResultTerms(
        direction="backward" if back else "forward",
        start=window.start,
        end=window.end,
        minimum_overlap=asked.minimum_overlap,
        degrees=asked.degrees,
        latent=asked.latent,
        residual=asked.residual,
        limit=asked.limit,
        close=asked.close,
        stays=stays_digest(key, asked.stays) if asked.stays else msgspec.UNSET,
    )


def rows_of(contacts: list[Contact]) -> bytes:
    """The contacts as the rows of a result."""
    return packed_rows((one.person, one.first_exposed, one.last_exposed) for one in contacts)


def summary_of(contacts: list[Contact]) -> FoundSummary:
    """The contacts by class and venue."""
    return FoundSummary.of((one.classification, one.venue) for one in contacts)


class PresentAt(InSession, tag=True, frozen=True, kw_only=True):
    """Everybody present at the signed stays for the minimum overlap. `places` is the reference of the signed text."""

    places: str
    minimum_overlap: int = 60
    limit: int = 10000


class PresentDuring(InSession, tag=True, frozen=True, kw_only=True):
    """Everybody present at these stays for the minimum overlap; each is signed for, in one text of the case or in several."""

    stays: list[Stay]
    minimum_overlap: int = 60
    limit: int = 10000


class NearestTo(InSession, tag=True, frozen=True, kw_only=True):
    """The check-ins of one of the signed stays (by its place in the text) nearest to a moment: what a camera showed."""

    places: str
    stay: int
    moment: EpochSeconds
    count: int = 20


class NearbyCheckIn(msgspec.Struct, frozen=True):
    """A check-in near the moment asked for."""

    person: Handle
    entered: EpochSeconds


class SharedVenuesOf(InSession, tag=True, frozen=True, kw_only=True):
    """Venues that the own persons of some cases share beyond expectation: where may they have been infected?

    Each of `cases` is of the session; `case` is one of them.
    """

    cases: list[str]
    window: Window
    within: int = 10800
    false_discovery_rate: float = 0.05


class FlaggedVenue(msgspec.Struct, frozen=True):
    """One flagged venue: how many of the cases' households were there together, against how many by chance."""

    venue: VenueId
    cases: int
    expected: float
    p_value: float
    q_value: float
    first: EpochSeconds
    last: EpochSeconds


class CoPresenceOf(InSession, tag=True, frozen=True, kw_only=True):
    """Who of a set of people met whom at the signed stays, for drawing."""

    places: str
    people: list[Handle]
    minimum_overlap: int = 60


class Meeting(msgspec.Struct, frozen=True):
    """An edge of the co-presence graph."""

    one: Handle
    other: Handle
    overlap: int
    encounters: int
    first: EpochSeconds


class Translate(InSession, tag=True, frozen=True, kw_only=True):
    """The same people as handles of another case of the session, in the same order."""

    into: str
    people: list[Handle]


class TracerHealth(msgspec.Struct, tag=True, frozen=True):
    """How much the tracer holds, and up to when."""


class TracerState(msgspec.Struct, frozen=True):
    """Visits and people in memory, bytes of the index, the newest visit taken in, the dwell curves in use."""

    visits: int
    people: int
    days: list[str]
    bytes_per_visit: float
    newest: EpochSeconds
    curves_made_on: str
    curves_source: str
