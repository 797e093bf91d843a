"""The tracer asked by person id, as tests know people: handles of one case on the wire, people before and after it."""

from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from ansim.domain.quantities import Handle, PersonId
from ansim.keys import CaseCipher, CaseKeys
from ansim.rpc import Caller
from ansim.settings.environment import socket_path
from ansim.tracing.process import calls
from ansim.tracing.process.client import Tracer
from support.system import System


def cipher_of(system: System, case: str) -> CaseCipher:
    """What turns people into handles of a case; its keys are made where it has none yet, as if it had been opened."""
    keys = CaseKeys(system.keys)
    keys.create_missing(case)
    return keys.cipher(case)


@dataclass
class ByPerson:
    """The tracer for one case. Fields that say handle hold person ids here; `proof` is over the handle."""

    system: System
    case: str

    @cached_property
    def tracer(self) -> Tracer:
        assert self.cipher  # its keys are there before the tracer asks for one
        path = self.system.folder / "sockets" / "tracer.sock"
        path = path if path.exists() else socket_path("tracer")
        return Tracer(Caller(path, self.system.keys.read("tracer-calls.key")))

    @cached_property
    def cipher(self) -> CaseCipher:
        return cipher_of(self.system, self.case)

    def handle(self, person: bytes) -> Handle:
        return self.cipher.handle(PersonId(person))

    def itinerary(self, request: calls.ItineraryOf) -> list[calls.ItineraryStay]:
        return self.tracer.itinerary(replace(request, person=self.handle(request.person)))

    def contacts(self, request: calls.ContactsOf) -> calls.ContactsFound:
        return self._told(
            self.tracer.contacts(replace(request, person=self.handle(request.person)))
        )

    def present(self, request: calls.PresentAt) -> calls.ContactsFound:
        return self._told(self.tracer.present(request))

    def nearest(self, request: calls.NearestTo) -> list[calls.NearbyCheckIn]:
        return [
            replace(one, person=self._person(one.person)) for one in self.tracer.nearest(request)
        ]

    def shared_venues(self, request: calls.SharedVenuesOf) -> list[calls.FlaggedVenue]:
        people = [self.handle(one) for one in request.people]
        return self.tracer.shared_venues(replace(request, people=people))

    def co_presence(self, request: calls.CoPresenceOf) -> list[calls.Meeting]:
        people = [self.handle(one) for one in request.people]
        found = self.tracer.co_presence(replace(request, people=people))
        return [
            replace(one, one=self._person(one.one), other=self._person(one.other)) for one in found
        ]

    def state(self) -> calls.TracerState:
        return self.tracer.state()

    def _person(self, handle: Handle) -> Handle:
        return Handle(self.cipher.person(handle)) if handle else handle

    def _told(self, found: calls.ContactsFound) -> calls.ContactsFound:
        contacts = [
            replace(one, person=self._person(one.person), via=self._person(one.via))
            for one in found.contacts
        ]
        return replace(
            found, contacts=contacts, back=self._told(found.back) if found.back else None
        )
