"""What the routes for visitors without the app ask of the gateway."""

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from ansim.visitor.api.functions import Pool
from ansim.visitor.api.sealed_texts import Sealer
from ansim.visitor.checkin.inbox import Inbox
from ansim.visitor.checkin.late_desk import LateDesk
from ansim.visitor.checkin.tagging import OpenDays
from ansim.visitor.devices.device_desk import DeviceDesk


class DoorDesk(DeviceDesk, Protocol):
    """The gateway as entries of staff, hand-written lines, safe codes and call records see it."""

    days: OpenDays
    check_ins: Inbox
    late: LateDesk
    identity: Pool
    phone_key: bytes
    code_key: bytes
    call_key: bytes
    vault_key: X25519PublicKey
    undos: Sealer
