"""Sessions, as the tracer knows them: told by the vault at first use, asked after each second, forgotten when they end.

What the vault tells (keys of cases, whom they are about, bounds, signed places) lies in memory alone.
"""

import logging
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ansim.domain.days import local_day
from ansim.domain.quantities import Handle, PersonId
from ansim.domain.search_bounds import FurtherBoundError, PeopleBoundError
from ansim.domain.shift_grants import (
    SESSION_BYTES,
    CaseNotInSessionError,
    NoIndexPersonError,
    SessionNeededError,
)
from ansim.domain.signed_places import (
    PlacesNotSignedError,
    PlacesUnknownError,
    Stay,
    parts_not_signed,
)
from ansim.domain.training import is_training, require_one_kind, require_venues
from ansim.keys import CaseCipher
from ansim.keys.calls import (
    CaseInSession,
    KnownSession,
    SessionOf,
    StandingSession,
    StandingSessions,
)
from ansim.rpc import Caller, CallError, UnreachableError

log = logging.getLogger(__name__)
ASKED_AFTER_EVERY: Final = 1.0  # s
BELIEVED_FOR: Final = 2.0  # s after which a session is asked after before it is answered
KEPT_BYTES: Final = 16 << 20  # of results of one session; 20,000 contacts take about 4 MB
ALL_KEPT_BYTES: Final = 256 << 20  # of all sessions together
Digest = bytes


@dataclass(slots=True)
class HeldSession:
    """A session with what was found in it on one day: answers as they were sent, by the digest of their question."""

    known: KnownSession
    confirmed_at: float
    kept: "OrderedDict[Digest, bytes]" = field(default_factory=OrderedDict)
    kept_on: date = date.min


@dataclass(frozen=True, slots=True)
class SearchedCase:
    """One case under one session, as a search needs it."""

    ref: str
    told: CaseInSession
    session: KnownSession

    @property
    def training(self) -> bool:
        """Whether it is asked of the invented log."""
        return is_training(self.ref)

    @property
    def cipher(self) -> CaseCipher:
        """What turns people into handles of the case and back."""
        return CaseCipher(self.told.key)

    @property
    def own(self) -> Handle:
        """Whom the case is about. Raises NoIndexPersonError."""
        if self.told.person is None:
            raise NoIndexPersonError("the case is about nobody who signed up")
        return self.told.person

    @property
    def subject(self) -> Handle:
        """The same as results name it; empty where the case is about nobody."""
        return Handle(b"") if self.told.person is None else self.told.person

    @property
    def person(self) -> PersonId:
        """The same by person id. Raises NoIndexPersonError."""
        return self.cipher.person(self.own)

    def require_person(self) -> None:
        """Refuse a search of the own person where there is none. Raises NoIndexPersonError."""
        _ = self.own

    def other(self, ref: str) -> "SearchedCase":
        """Another case of the same session and kind. Raises CaseNotInSessionError, TrainingMixError."""
        require_one_kind((self.ref, ref))
        return case_of(self.session, ref)

    @property
    def signed_stays(self) -> list[Stay]:
        """All stays that are signed for, of whichever text."""
        return [one for text in list(self.told.places.values()) for one in text]

    def signed(self, stays: Iterable[Stay]) -> bool:
        """Whether somebody signed for all of these stays, in one text or in several."""
        known = self.signed_stays
        return not any(parts_not_signed(one, known) for one in stays)

    def require_signed(self, stays: Iterable[Stay]) -> None:
        """Refuse stays that nobody signed for. Raises PlacesNotSignedError, TrainingMixError."""
        asked = list(stays)
        if not self.signed(asked):
            raise PlacesNotSignedError("a stay of these is in no signed text of the case")
        require_venues(self.ref, (venue for venue, *_ in asked))

    def stays(self, places: str) -> list[Stay]:
        """The stays of a signed text. Raises PlacesUnknownError, TrainingMixError."""
        stays = self.told.places.get(places)
        if stays is None:
            raise PlacesUnknownError("nobody signed these places for this case")
        require_venues(self.ref, (venue for venue, *_ in stays))
        return stays

    def stay(self, places: str, number: int) -> Stay:
        """One of them, by its place in the text. Raises PlacesUnknownError."""
        stays = self.stays(places)
        if not 0 <= number < len(stays):
            raise PlacesUnknownError(f"the text has {len(stays)} stays, numbered from 0")
        return stays[number]


def case_of(session: KnownSession, ref: str) -> SearchedCase:
    """A case of a session. Raises CaseNotInSessionError."""
    told = session.cases.get(ref)
    if told is None:
        raise CaseNotInSessionError("the session does not reach that case: sign a grant for it")
    return SearchedCase(ref, told, session)


class HeldSessions:
    """All sessions that were used here and stand. Safe to share between threads."""

    def __init__(self, vault: Caller, clock: Callable[[], float] = time.time) -> None:
        self._vault, self._clock = vault, clock
        self._lock = threading.Lock()
        self._sessions: dict[bytes, HeldSession] = {}
        self._found: dict[str, set[Handle]] = {}
        self._further: Counter[bytes] = Counter()
        self._further_on = date.min

    def of(self, session: bytes) -> HeldSession:
        """A session that stands. Raises SessionNeededError, CallError, UnreachableError."""
        if len(session) != SESSION_BYTES:
            raise SessionNeededError(f"a session has {SESSION_BYTES} bytes")
        with self._lock:
            known = self._sessions.get(session)
        now = self._clock()
        if known is None or not -1.0 < now - known.confirmed_at < BELIEVED_FOR:
            known = self.ask(session)
        if now >= known.known.until:
            self._forget({session})
            raise SessionNeededError("the session has ended: sign a new grant")
        return known

    def ask(self, session: bytes) -> HeldSession:
        """What the vault tells of a session at this moment; what was found in it before stays."""
        asked_at = self._clock()
        try:
            told = self._vault.call(SessionOf(session), KnownSession)
        except CallError as error:
            self._forget({session})
            if error.code == SessionNeededError.code:
                raise SessionNeededError(str(error)) from None
            raise
        with self._lock:
            before = self._sessions.get(session)
            fresh = self._sessions[session] = HeldSession(told, asked_at)
            if before is not None:
                fresh.kept, fresh.kept_on = before.kept, before.kept_on
        return fresh

    def kept(self, session: HeldSession, question: Digest) -> bytes | None:
        """What was answered to the same question on this day; None where it has to be searched."""
        with self._lock:
            self._drop_of_other_days(session)
            return session.kept.get(question)

    def keep(self, session: HeldSession, question: Digest, answer: bytes) -> None:
        """Keep an answer until its session or the day ends, or until newer ones, of any session, need its room."""
        with self._lock:
            self._drop_of_other_days(session)
            kept = session.kept
            kept.pop(question, None)
            kept[question] = answer
            while len(kept) > 1 and _bytes_of(kept) > KEPT_BYTES:
                kept.popitem(last=False)
            self._make_room()

    def count(self, case: SearchedCase, people: set[Handle]) -> None:
        """Note whom a search of a case found. Raises PeopleBoundError where the case has found too many by now."""
        with self._lock:
            found = self._found.setdefault(case.ref, set())
            if len(found | people) > case.told.bounds.people:
                raise PeopleBoundError(
                    f"the case's searches may find {case.told.bounds.people:,} different people"
                )
            found |= people

    def count_further(self, case: SearchedCase, windows: int) -> None:
        """Note a search beyond direct contacts by so many windows: none where that is too many of its person on this day.

        Cases of one person count together, whoever works on them; a training case counts by itself. Raises
        FurtherBoundError, NoIndexPersonError.
        """
        whose = case.ref.encode() if case.training else bytes(case.person)
        with self._lock:
            today = local_day(self._clock())
            if self._further_on != today:
                self._further.clear()
                self._further_on = today
            if self._further[whose] + windows > case.told.bounds.further:
                raise FurtherBoundError(
                    f"beyond direct contacts a person's cases are searched by {case.told.bounds.further} windows a day"
                )
            self._further[whose] += windows

    def ask_after_all(self) -> None:
        """Forget sessions, cases and places that no longer stand. Raises CallError, UnreachableError."""
        with self._lock:
            asked = list(self._sessions)
        if not asked:
            return
        asked_at = self._clock()
        standing = {
            one.session: one
            for one in self._vault.call(StandingSessions(asked), list[StandingSession])
        }
        self._forget({one for one in asked if one not in standing})
        with self._lock:
            for session, one in standing.items():
                known = self._sessions.get(session)
                if known is None:
                    continue
                known.confirmed_at = max(known.confirmed_at, asked_at)
                if _reach_no_more(known.known, one):
                    known.kept.clear()

    def ask_for_ever(self) -> None:
        """Ask after all sessions each second, until the process ends."""
        while True:
            time.sleep(ASKED_AFTER_EVERY)
            try:
                self.ask_after_all()
            except (CallError, UnreachableError) as error:
                # Each is asked after again before it is next answered.
                log.warning("the vault does not say which sessions stand: %s", type(error).__name__)
            self.tidy()

    def tidy(self) -> None:
        """Forget sessions whose time is over, and what was found yesterday in those that stand."""
        now = self._clock()
        with self._lock:
            for session in self._sessions.values():
                self._drop_of_other_days(session)
            ended = {one for one, held in self._sessions.items() if now >= held.known.until}
        self._forget(ended)

    def _make_room(self) -> None:
        """Drop the oldest answers of whichever session keeps most, until all sessions together keep no more than they may."""
        sizes = {one: _bytes_of(held.kept) for one, held in self._sessions.items()}
        while sum(sizes.values()) > ALL_KEPT_BYTES:
            fullest = max(sizes, key=lambda one: sizes[one])
            _question, dropped = self._sessions[fullest].kept.popitem(last=False)
            sizes[fullest] -= len(dropped)

    def _drop_of_other_days(self, session: HeldSession) -> None:
        # With each midnight a day of the log is past its period, and is told no more.
        today = local_day(self._clock())
        if session.kept_on != today:
            session.kept.clear()
            session.kept_on = today

    def _forget(self, sessions: set[bytes]) -> None:
        with self._lock:
            for session in sessions:
                self._sessions.pop(session, None)


def _reach_no_more(known: KnownSession, standing: StandingSession) -> bool:
    """Drop the cases and places of a session that no longer stand; says whether there were any."""
    gone = known.cases.keys() - set(standing.cases)
    for case in gone:
        del known.cases[case]
    # A text that was signed since the vault answered goes too: whoever names it has the session asked for again.
    fallen = [
        (told.places, ref)
        for told in known.cases.values()
        for ref in told.places.keys() - set(standing.places)
    ]
    for places, ref in fallen:
        places.pop(ref, None)
    return bool(gone or fallen)


def _bytes_of(kept: "OrderedDict[Digest, bytes]") -> int:
    return sum(map(len, kept.values()))
