"""What a browser gives for pushes: an address at its maker's push service and two keys.

The address comes from the internet and the sender goes there, so it must lie at a push service that is known, over https.
It is as good as a number: whoever has it can tell one phone from all others. So it is sealed and handled as numbers are.
"""

from dataclasses import dataclass, field
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from ansim.domain.errors import AnsimError
from ansim.notices.channels.provider_http import ProviderFailedError, decoded
from ansim.notices.channels.push.form import from_url64
from ansim.notices.channels.webhook_targets import Target, TargetRefusedError, read_target

SERVICES: Final = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    ".notify.windows.com",
)
"""Hosts of the browsers' makers; with a dot before it, those below the name."""
MOST_SIGNS: Final = 2000


class SubscriptionRefusedError(AnsimError):
    """A text is no subscription to pushes, or leads to no push service that we know; it is not repeated here."""

    code = "bad-subscription"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription, read: where a push goes and to which keys it is encrypted."""

    target: Target = field(repr=False)
    ua_public: bytes = field(repr=False)
    auth_secret: bytes = field(repr=False)

    @property
    def origin(self) -> str:
        """The push service, as a signature names it."""
        return f"{self.target.scheme}://{self.target.authority}"


def read_subscription(text: str, services: tuple[str, ...] = SERVICES) -> Subscription:
    """The subscription in the JSON of a browser's `PushSubscription`. Raises SubscriptionRefusedError."""
    if len(text) > 2 * MOST_SIGNS:
        raise SubscriptionRefusedError("a subscription is shorter than that")
    try:
        said = decoded(text, _Said)
        target = read_target(said.endpoint, MOST_SIGNS)
        ua_public, auth_secret = from_url64(said.keys.p256dh), from_url64(said.keys.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ua_public)
    except (ProviderFailedError, TargetRefusedError, ValueError) as error:
        raise SubscriptionRefusedError(
            f"this is no subscription of a browser ({type(error).__name__})"
        ) from None
    if len(ua_public) != 65 or len(auth_secret) != 16:
        raise SubscriptionRefusedError("the keys of a subscription have 65 and 16 bytes")
    if not any(_is_at(target.host, one) for one in services):
        raise SubscriptionRefusedError("the subscription leads to no push service that we know")
    return Subscription(target, ua_public, auth_secret)


def _is_at(host: str, service: str) -> bool:
    return host.endswith(service) if service.startswith(".") else host == service


class _Keys(msgspec.Struct, frozen=True):
    p256dh: str
    auth: str


class _Said(msgspec.Struct, frozen=True):
    endpoint: str
    keys: _Keys
