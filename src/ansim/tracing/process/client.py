"""How other processes ask the tracer."""

from ansim.domain.quantities import Handle
from ansim.rpc import Caller
from ansim.tracing.process.calls import (
    ContactsFound,
    ContactsOf,
    CoPresenceOf,
    FlaggedVenue,
    ItineraryFound,
    ItineraryOf,
    Meeting,
    NearbyCheckIn,
    NearestTo,
    PresentAt,
    PresentDuring,
    SharedVenuesOf,
    TracerHealth,
    TracerState,
    Translate,
)


class Tracer:
    """The tracer process as its callers see it. Every method raises CallError or UnreachableError."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def itinerary(self, request: ItineraryOf) -> ItineraryFound:
        return self._caller.call(request, ItineraryFound)

    def contacts(self, request: ContactsOf) -> ContactsFound:
        return self._caller.call(request, ContactsFound)

    def present(self, request: PresentAt) -> ContactsFound:
        return self._caller.call(request, ContactsFound)

    def present_during(self, request: PresentDuring) -> ContactsFound:
        return self._caller.call(request, ContactsFound)

    def nearest(self, request: NearestTo) -> list[NearbyCheckIn]:
        return self._caller.call(request, list[NearbyCheckIn])

    def shared_venues(self, request: SharedVenuesOf) -> list[FlaggedVenue]:
        return self._caller.call(request, list[FlaggedVenue])

    def co_presence(self, request: CoPresenceOf) -> list[Meeting]:
        return self._caller.call(request, list[Meeting])

    def translate(self, request: Translate) -> list[Handle]:
        return self._caller.call(request, list[Handle])

    def state(self) -> TracerState:
        return self._caller.call(TracerHealth(), TracerState)
