"""What the routes of passes and of pass check-ins ask of the gateway."""

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from ansim.visitor.api.endpoint import Gatekeeper
from ansim.visitor.api.functions import Pool
from ansim.visitor.checkin.checkin_desk import CheckInDesk
from ansim.visitor.checkin.recent import RecentCheckIns
from ansim.visitor.devices import Reader
from ansim.visitor.passes.pass_text import Passes


class PassDesk(CheckInDesk, Protocol):
    """The gateway as pass check-ins see it."""

    passes: Passes
    passes_seen: RecentCheckIns
    identity: Pool
    main: Pool

    def reader(self, authorization: bytes, now: float) -> Reader:
        """Which venue's phone it is, by its `Authorization` header. Raises Problem."""


class PassIssueDesk(Gatekeeper, Protocol):
    """The gateway as whoever gives out passes sees it, children's among them."""

    passes: Passes
    identity: Pool
    phone_key: bytes
    vault_key: X25519PublicKey
