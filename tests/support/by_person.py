"""The tracer asked by person id, as tests know people: for each a case of their own, in a session of the cast's officer.

What a test asks names the person; what goes over the wire names a session and a case, and what comes back, handles of it, is
turned into people again. Each asks anew: what was found a moment before is not told twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from msgspec.structs import replace

from ansim.domain.marks import new_mark
from ansim.domain.quantities import Handle, PersonId
from ansim.keys import CaseCipher, CaseKeys
from ansim.tracing.process import calls
from ansim.tracing.process.client import Tracer
from support.callers import tracer_of
from support.grants import know_case, places_for, session_for
from support.system import System


def cipher_of(system: System, case: str) -> CaseCipher:
    """What turns people into handles of a case; its keys are made where it has none yet, as if it had been opened."""
    keys = CaseKeys(system.keys)
    keys.create_missing(case)
    return keys.cipher(case)


class Opened(NamedTuple):
    """A case with the session that reaches it."""

    ref: str
    session: bytes
    cipher: CaseCipher


@dataclass
class ByPerson:
    """The tracer as tests ask it."""

    system: System
    _cases: dict[bytes | None, Opened] = field(default_factory=dict)

    @cached_property
    def tracer(self) -> Tracer:
        return tracer_of(self.system)

    def case_of(self, person: bytes | None) -> Opened:
        """The case about a person; about nobody, for what is asked of places."""
        if person not in self._cases:
            self._cases[person] = self._opened(person)
        return self._cases[person]

    def itinerary(self, person: bytes, window: calls.Window) -> list[calls.ItineraryStay]:
        case = self.case_of(person)
        asked = calls.ItineraryOf(session=case.session, case=case.ref, anew=True, window=window)
        return self.tracer.itinerary(asked).stays

    def contacts(
        self, person: bytes, window: calls.Window | None, **terms: Any
    ) -> calls.ContactsFound:
        case = self.case_of(person)
        asked = calls.ContactsOf(
            session=case.session, case=case.ref, anew=True, window=window, **terms
        )
        return _told(case.cipher, self.tracer.contacts(asked))

    def present(self, *exposures: tuple[int, calls.Window], **terms: Any) -> calls.ContactsFound:
        case, places = self._places(exposures)
        asked = calls.PresentAt(
            session=case.session, case=case.ref, anew=True, places=places, **terms
        )
        return _told(case.cipher, self.tracer.present(asked))

    def nearest(
        self, venue: int, window: calls.Window, moment: int, count: int = 20
    ) -> list[calls.NearbyCheckIn]:
        case, places = self._places([(venue, window)])
        asked = calls.NearestTo(
            session=case.session,
            case=case.ref,
            anew=True,
            places=places,
            stay=0,
            moment=calls.EpochSeconds(moment),
            count=count,
        )
        return [
            replace(one, person=_person(case.cipher, one.person))
            for one in self.tracer.nearest(asked)
        ]

    def shared_venues(
        self, people: Sequence[bytes], window: calls.Window
    ) -> list[calls.FlaggedVenue]:
        refs = [self.case_of(one).ref for one in people]
        session = session_for(self.system, *refs)
        return self.tracer.shared_venues(
            calls.SharedVenuesOf(session=session, case=refs[0], cases=refs, window=window)
        )

    def co_presence(
        self, people: Sequence[bytes], *exposures: tuple[int, calls.Window], **terms: Any
    ) -> list[calls.Meeting]:
        case, places = self._places(exposures)
        handles = case.cipher.handles([PersonId(one) for one in people])
        asked = calls.CoPresenceOf(
            session=case.session, case=case.ref, places=places, people=handles, **terms
        )
        return [
            replace(one, one=_person(case.cipher, one.one), other=_person(case.cipher, one.other))
            for one in self.tracer.co_presence(asked)
        ]

    def state(self) -> calls.TracerState:
        return self.tracer.state()

    def _places(self, exposures: Sequence[tuple[int, calls.Window]]) -> tuple[Opened, str]:
        """Signed in a case of their own: the places of one case have a budget."""
        case = self._opened(None)
        stays = [(venue, window.start, window.end) for venue, window in exposures]
        return case, places_for(self.system, case.ref, *stays)

    def _opened(self, person: bytes | None) -> Opened:
        ref = new_mark("2611", 5)
        cipher = know_case(self.system, ref, person)
        return Opened(ref, session_for(self.system, ref), cipher)


def _person(cipher: CaseCipher, handle: Handle) -> Handle:
    return Handle(cipher.person(handle)) if handle else handle


def _told(cipher: CaseCipher, found: calls.ContactsFound) -> calls.ContactsFound:
    contacts = [
        replace(one, person=_person(cipher, one.person), via=_person(cipher, one.via))
        for one in found.contacts
    ]
    back = _told(cipher, found.back) if found.back else None
    return replace(found, contacts=contacts, back=back)
