"""Every search of the tracer, in one order: session, case, bounds, kept answer, entry, search, number of people.

Nothing is answered before its entry stands in the ledger (RIGHTS §1, rule 7), and nothing is entered that was not allowed.
What was found stays in the session: asked for again under the same terms it is told as it was sent, without a new entry, so
that sorting, paging, reloading and printing are no look-ups.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Generic, TypeVar

import msgspec

from ansim import rpc
from ansim.domain.quantities import Handle
from ansim.domain.search_bounds import (
    Bounds,
    OutOfBoundsError,
    require_air,
    require_degrees,
    require_drawn,
    require_joined,
    require_rows,
    require_window,
)
from ansim.domain.signed_places import require_stays, within_budget_of_air
from ansim.ledger import Actor, Book
from ansim.ledger.acts import (
    Act,
    CasesCompared,
    ContactsSearched,
    ItineraryRead,
    MeetingsSearched,
    NearestRead,
    PeopleTranslated,
    PresenceSearched,
    SourcesSearched,
)
from ansim.tracing.index import WindowError, questions
from ansim.tracing.process import calls
from ansim.tracing.process.answers import Answers
from ansim.tracing.process.held_sessions import HeldSession, HeldSessions, SearchedCase, case_of
from ansim.tracing.process.invented_log import InventedLog
from ansim.tracing.process.kept_log import KeptLog

Request = TypeVar("Request", bound=calls.InSession)


@dataclass(frozen=True, slots=True)
class Search(Generic[Request]):
    """One kind of search: what it must keep to, what its entry says, how it is done, whom its answer names.

    `entered_in` are the cases whose own persons it is about: its entry stands in each.
    """

    check: Callable[[Request, SearchedCase], None]
    acts: Callable[[Request, SearchedCase], Sequence[Act]]
    find: Callable[["Answers[Any]", Request, SearchedCase], Any]
    people: Callable[[Any], Iterable[Handle]] = lambda _answer: ()
    entered_in: Callable[[Request], Iterable[str]] = lambda request: [request.case]


@dataclass(frozen=True, slots=True)
class BothLogs:
    """The real log and the invented one. Which is asked says the kind of the case, and nobody else (ADR 44)."""

    real: Answers[KeptLog]
    training: Answers[InventedLog]

    def of(self, case: SearchedCase) -> Answers[Any]:
        """The one that a case is asked of."""
        return self.training if case.training else self.real


class SearchDesk:
    """The calls of the tracer, answered."""

    def __init__(self, logs: BothLogs, sessions: HeldSessions, book: Book) -> None:
        self._logs, self._sessions, self._book = logs, sessions, book
        self._encoder = msgspec.msgpack.Encoder()

    def handlers(self) -> rpc.Handlers:
        """Which function answers which request: all but the health of the process through `ask`."""
        searches: dict[type[calls.InSession], Search[Any]] = {
            calls.ItineraryOf: Search(_itinerary, _itinerary_acts, Answers.itinerary),
            calls.ContactsOf: Search(_contacts, _contact_acts, Answers.contacts, people_told),
            calls.PresentAt: Search(_present, _presence_acts, Answers.present, people_told),
            calls.PresentDuring: Search(_during, _during_acts, Answers.present_during, people_told),
            calls.NearestTo: Search(_nearest, _nearest_acts, Answers.nearest, _near),
            calls.SharedVenuesOf: Search(
                _shared, _shared_acts, Answers.shared_venues, entered_in=_compared
            ),
            calls.CoPresenceOf: Search(_met, _meeting_acts, Answers.co_presence),
            calls.Translate: Search(
                _translated, _translation_acts, Answers.translate, entered_in=_both
            ),
        }
        return {
            calls.TracerHealth: self._state,
            **{kind: self._asking(search) for kind, search in searches.items()},
        }

    def _state(self, request: calls.TracerHealth) -> calls.TracerState:
        return self._logs.real.log.state(request)

    def _asking(self, search: Search[Any]) -> Callable[[calls.InSession], msgspec.Raw]:
        return lambda request: self.ask(search, request)

    def ask(self, search: Search[Any], request: calls.InSession) -> msgspec.Raw:
        """The answer to a request, as it is sent.

        Raises GrantError, OutOfBoundsError, PeopleBoundError, FurtherBoundError, NotJoinedError,
        PlacesError.
        """
        session = self._sessions.of(request.session)
        case = case_of(session.known, request.case)
        if _names_new_places(request, case):
            session = self._sessions.ask(request.session)
            case = case_of(session.known, request.case)
        search.check(request, case)
        question = self._question(request)
        if not request.anew and (kept := self._sessions.kept(session, question)) is not None:
            return msgspec.Raw(kept)
        if isinstance(request, calls.ContactsOf) and request.degrees > 1:
            # Each way finds by a window of its own, also where one call asks for both.
            windows = sum(one is not None for one in (request.window, request.back))
            self._sessions.count_further(case, windows)
        for act, ref in product(search.acts(request, case), search.entered_in(request)):
            self._book.append(_actor(session), ref, act)
        found = search.find(self._logs.of(case), request, case)
        self._sessions.count(case, set(search.people(found)))
        answer = self._encoder.encode(found)
        self._sessions.keep(session, question, answer)
        return msgspec.Raw(answer)

    def _question(self, request: calls.InSession) -> bytes:
        """The digest of the whole question, whenever it is asked."""
        return hashlib.sha256(
            self._encoder.encode(msgspec.structs.replace(request, anew=False))
        ).digest()


def _actor(session: HeldSession) -> Actor:
    return Actor(session.known.role, session.known.officer)


def _names_new_places(request: calls.InSession, case: SearchedCase) -> bool:
    """Places that were signed after the session was told."""
    named = getattr(request, "places", None)
    if named is not None and named not in case.told.places:
        return True
    return not case.signed(getattr(request, "stays", ()))


def _in_bounds(bounds: Bounds, window: calls.Window | None, *, back: bool = False) -> None:
    if window is None:
        return
    if window.end < window.start:
        raise WindowError(f"the window ends ({window.end}) before it starts ({window.start})")
    require_window(bounds, window.start, window.end, back=back)


# ---- what each must keep to


def _itinerary(request: calls.ItineraryOf, case: SearchedCase) -> None:
    case.require_person()
    _in_bounds(case.told.bounds, request.window)


def _contacts(request: calls.ContactsOf, case: SearchedCase) -> None:
    bounds = case.told.bounds
    case.require_signed(request.stays)
    require_stays(request.stays)
    if not request.stays:
        case.require_person()
    elif request.residual and not within_budget_of_air(case.signed_stays, request.residual):
        raise OutOfBoundsError("seconds of air after signed stays", request.residual, 0)
    _in_bounds(bounds, request.window)
    _in_bounds(bounds, request.back, back=True)
    require_air(bounds, request.residual)
    require_degrees(bounds, request.degrees)
    if case.told.person is None:
        # Links beyond the first are searched from a person of the log on.
        require_degrees(msgspec.structs.replace(bounds, degrees=1), request.degrees)
    require_rows(bounds, request.limit)


def _present(request: calls.PresentAt, case: SearchedCase) -> None:
    case.stays(request.places)
    require_rows(case.told.bounds, request.limit)


def _during(request: calls.PresentDuring, case: SearchedCase) -> None:
    case.require_signed(request.stays)
    require_stays(request.stays)
    require_rows(case.told.bounds, request.limit)


def _nearest(request: calls.NearestTo, case: SearchedCase) -> None:
    case.stay(request.places, request.stay)
    # Less than none would be all but so many, under an entry that says less than none.
    questions.whole(0, count=request.count)
    require_rows(case.told.bounds, request.count)


def _shared(request: calls.SharedVenuesOf, case: SearchedCase) -> None:
    if request.case not in request.cases:
        raise WindowError("case: wanted one of the cases that are compared")
    for one in map(case.other, request.cases):
        one.require_person()
        _in_bounds(one.told.bounds, request.window, back=True)


def _met(request: calls.CoPresenceOf, case: SearchedCase) -> None:
    case.stays(request.places)
    require_drawn(case.told.bounds, len(request.people))


def _translated(request: calls.Translate, case: SearchedCase) -> None:
    require_joined(case.told.bounds, case.other(request.into).told.bounds)
    require_rows(case.told.bounds, len(request.people))


# ---- what their entries say


def _itinerary_acts(request: calls.ItineraryOf, _case: SearchedCase) -> list[Act]:
    return [ItineraryRead(request.window.start, request.window.end)]


def _contact_acts(request: calls.ContactsOf, _case: SearchedCase) -> list[Act]:
    least, degrees = request.minimum_overlap, request.degrees
    acts: list[Act] = []
    if (window := request.window) is not None:
        acts.append(ContactsSearched(window.start, window.end, least, degrees))
    if (back := request.back) is not None:
        acts.append(SourcesSearched(back.start, back.end, least, degrees))
    return acts


def _presence_acts(request: calls.PresentAt, case: SearchedCase) -> list[Act]:
    return [PresenceSearched(len(case.stays(request.places)), request.minimum_overlap)]


def _during_acts(request: calls.PresentDuring, _case: SearchedCase) -> list[Act]:
    return [PresenceSearched(len(request.stays), request.minimum_overlap)]


def _nearest_acts(request: calls.NearestTo, _case: SearchedCase) -> list[Act]:
    return [NearestRead(request.count)]


def _compared(request: calls.SharedVenuesOf) -> list[str]:
    """It is a look-up of each case's own person, so it stands in each."""
    return sorted(set(request.cases))


def _shared_acts(request: calls.SharedVenuesOf, _case: SearchedCase) -> list[Act]:
    return [CasesCompared(len(_compared(request)), request.window.start, request.window.end)]


def _meeting_acts(request: calls.CoPresenceOf, _case: SearchedCase) -> list[Act]:
    return [MeetingsSearched(len(request.people), request.minimum_overlap)]


def _both(request: calls.Translate) -> list[str]:
    """It tells of the other case's people as well, so it stands in each."""
    return sorted({request.case, request.into})


def _translation_acts(request: calls.Translate, _case: SearchedCase) -> list[Act]:
    return [PeopleTranslated(len(request.people), request.case, request.into)]


# ---- whom their answers name


def people_told(answer: calls.ContactsFound) -> Iterable[Handle]:
    """Everybody whom contacts name, also whom a contact hangs on."""
    for one in answer.contacts:
        yield one.person
        # Whoever a contact hangs on is told too, also where the answer had no room for a row of theirs.
        if one.degree > 1:
            yield one.via
    if answer.back is not None:
        yield from people_told(answer.back)


def _near(answer: list[calls.NearbyCheckIn]) -> Iterable[Handle]:
    return (one.person for one in answer)
