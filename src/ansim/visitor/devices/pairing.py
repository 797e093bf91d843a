"""Pair a venue's device by a one-time token, and tell the device of its venue."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from ansim.domain.days import local_day
from ansim.domain.devices import DeviceKind, new_token, token_hash
from ansim.domain.head_counts import EXACT_FROM
from ansim.visitor.api import functions, problems
from ansim.visitor.api.endpoint import READER, Answer, Ask, Endpoint
from ansim.visitor.api.problems import Problem, ProblemKind, VenueName
from ansim.visitor.api.sealed_texts import to_base32
from ansim.visitor.api.words import N_
from ansim.visitor.devices import wire
from ansim.visitor.devices.device_desk import DeviceDesk
from ansim.visitor.devices.readers import Reader, known, recording
from ansim.visitor.venues.venue_book import KnownVenue

PAIRING_OVER: Final = ProblemKind(
    "pairing-over",
    410,
    N_("This QR for pairing no longer works"),
    N_(
        "It was used already, or 15 minutes are over. Please make a new one in the business portal."
    ),
)
_NAMES = msgspec.json.Decoder(VenueName)


async def pair(ask: Ask[DeviceDesk]) -> Answer:
    """POST /v1/devices: whatever is wrong with the token, the answer is the same."""
    token = new_token()
    found = await functions.ask(
        ask.gateway.main, "pair_device", token_hash(ask.body.token), token_hash(token)
    )
    if found is None:
        raise Problem(PAIRING_OVER)
    _, number, kind = found
    # A venue of this very second may not be known yet: the device asks for its state next.
    place = ask.gateway.venues.by_id.get(number)
    name = VenueName("", "", "other") if place is None else _NAMES.decode(place.name_json)
    return Answer(wire.PairedDevice(token, _kind(kind), name), 201)


async def state(ask: Ask[DeviceDesk]) -> Answer:
    """GET /v1/device."""
    reader, venue = await device_of(ask)
    gateway = ask.gateway
    live, _ = gateway.venues.codes(venue.id)
    counted = gateway.venues.counted_with(venue.id)
    found = await functions.ask(gateway.visits, "count_of_day", local_day(ask.now), counted)
    secret = venue.display_secret if reader.kind is DeviceKind.DISPLAY else None
    return Answer(
        wire.DeviceState(
            kind=_kind(reader.kind),
            venue=_NAMES.decode(venue.name_json),
            code=live[0] if live else "",
            secret=None if secret is None else to_base32(secret),
            present_at=datetime.fromtimestamp(ask.now, UTC),
            today=found[0] if found else None,
            exact_from=EXACT_FROM,
        )
    )


async def reading_venue(ask: Ask[DeviceDesk]) -> KnownVenue:
    """The venue whose reader asks; a display is none. Raises Problem."""
    return (await device_of(ask, recording))[1]


async def device_of(
    ask: Ask[DeviceDesk], who: Callable[[Reader, functions.Pool], Awaitable[Reader]] = known
) -> tuple[Reader, KnownVenue]:
    """Whose device asks, and its venue. Raises Problem."""
    gateway = ask.gateway
    header = dict(ask.request.scope["headers"]).get(b"authorization", b"")
    reader = await who(gateway.readers.of_header(header, ask.now), gateway.main)
    venue, over = reader.find(gateway.venues)
    if venue is None:
        raise Problem(problems.UNKNOWN_VENUE)
    if over:
        raise Problem(problems.REVOKED_VENUE)
    return reader, venue


def _kind(kind: int) -> Any:
    return DeviceKind(kind).name.lower()


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/v1/devices",
        "Pair a venue's device with the one-time token of the portal's QR",
        {201: wire.PairedDevice},
        pair,
        wire.PairingRequest,
        (PAIRING_OVER,),
    ),
    Endpoint(
        "GET",
        "/v1/device",
        "What a venue's device shows: the venue, its code, the day's count",
        {200: wire.DeviceState},
        state,
        problems=(problems.UNKNOWN_VENUE, problems.REVOKED_VENUE),
        auth=READER,
    ),
)
