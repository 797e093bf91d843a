"""Devices as they travel."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from ansim.visitor.api.problems import VenueName

Kind = Literal["reader", "display"]


class PairingRequest(Struct, frozen=True):
    """Pair this device with the one-time token of the portal's QR."""

    token: Annotated[
        str, Meta(min_length=1, max_length=100, description="what stands behind the #")
    ]


class PairedDevice(Struct, frozen=True):
    """The device's own token: it is said once, and the device alone keeps it."""

    token: str
    kind: Kind
    venue: VenueName


class DeviceState(Struct, frozen=True):
    """What a device shows of its venue. `secret` (base32) is a display's alone, and changes when one is revoked."""

    kind: Kind
    venue: VenueName
    code: str
    secret: str | None
    present_at: datetime
    today: Annotated[
        int | None,
        Meta(description="visitors of the day; null where they are fewer than `exact_from`"),
    ]
    exact_from: int
