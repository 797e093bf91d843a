"""What the routes of a venue's devices ask of the gateway."""

from typing import Protocol

from ansim.visitor.api.endpoint import Gatekeeper
from ansim.visitor.api.functions import Pool
from ansim.visitor.devices.readers import Readers
from ansim.visitor.venues.venue_book import VenueBook


class DeviceDesk(Gatekeeper, Protocol):
    """The gateway as a device sees it that asks of its venue."""

    readers: Readers
    venues: VenueBook
    main: Pool
    visits: Pool
