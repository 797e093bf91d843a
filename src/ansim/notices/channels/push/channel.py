"""Web Push as a channel: `to` is a browser's subscription, and whatever the text is, the push does not carry it.

`ANSIM_PUSH_KEY` (or `…_KEY_FILE`) is a P-256 key in PEM, `ANSIM_PUSH_CONTACT` a `mailto:` address for the push services,
`ANSIM_PUSH_HOSTS` other services than the browsers' makers'. All pushes are equal but for their keys: the app fetches.
A repetition of the same reference takes the place of the first one while the phone is out of reach.
"""

import asyncio
import hashlib
import os
import ssl
import time
from collections.abc import Callable, Sequence
from typing import Final

import httpx

from ansim.notices.channels.bulk_channel import HandedOver, Outgoing, each_once, send_one
from ansim.notices.channels.credentials import required_setting, secret_setting
from ansim.notices.channels.judged_posts import post_to_target
from ansim.notices.channels.messages import ChannelSettingError
from ansim.notices.channels.provider_http import (
    ProviderFailedError,
    how_it_failed,
    how_it_was_answered,
    wait_asked_for,
)
from ansim.notices.channels.push.form import Vapid, encrypt, url64
from ansim.notices.channels.push.subscriptions import (
    SERVICES,
    Subscription,
    SubscriptionRefusedError,
    read_subscription,
)
from ansim.notices.channels.webhook_targets import TargetRefusedError
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.notices.receipts import DeliveryReceipt

SIGN: Final = b'{"ansim":1}'
"""What every push says, to everybody, whatever it is about."""
_GOOD_FOR: Final = 3 * 24 * 3600  # seconds that a push service keeps it for a phone that is off
_TOGETHER: Final = 20
_SECONDS: Final = 10.0


class PushChannel:
    """Pushes to browsers, some at a time. It tells nothing later: push services report to nobody."""

    name = "push"
    most = 500

    def __init__(
        self,
        vapid: Vapid,
        *,
        services: tuple[str, ...] = SERVICES,
        seconds: float = _SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.vapid = vapid
        self._services, self._seconds, self._clock = services, seconds, clock
        self._tls = ssl.create_default_context()

    def fits(self, message: Outgoing) -> Obstacle | None:
        """Why no push goes there; None where one does."""
        try:
            read_subscription(message.to, self._services)
        except SubscriptionRefusedError:
            return Obstacle.GONE
        return None

    async def hand_over(self, messages: Sequence[Outgoing]) -> Sequence[HandedOver]:
        """Push to each; `Obstacle.GONE` says that a subscription is over and is to be forgotten."""
        turns = asyncio.Semaphore(_TOGETHER)

        async def one(message: Outgoing) -> HandedOver:
            try:
                async with turns:
                    await self._push(message)
            except ProviderFailedError as error:
                return HandedOver(message.reference, error.how, "", error.obstacle, error.wait)
            return HandedOver(message.reference, HandOver.ACCEPTED)

        found = await asyncio.gather(*map(one, each_once(messages)))
        answers = {answer.reference: answer for answer in found}
        return [answers[message.reference] for message in messages]

    async def ask(self, tickets: Sequence[str]) -> Sequence[DeliveryReceipt]:
        """Nothing: what the app fetched, the gateway knows."""
        del tickets
        return []

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Push once. Raises MessageNotSentError."""
        await send_one(self, to, text, reference)

    async def close(self) -> None:
        """Nothing is held."""

    async def _push(self, message: Outgoing) -> None:
        """Push once. Raises ProviderFailedError."""
        try:
            subscription = read_subscription(message.to, self._services)
            async with asyncio.timeout(self._seconds):
                status, headers = await post_to_target(
                    self._tls,
                    subscription.target,
                    self._headers(subscription, message.reference),
                    encrypt(SIGN, subscription.ua_public, subscription.auth_secret),
                )
        except (SubscriptionRefusedError, TargetRefusedError):
            raise ProviderFailedError(HandOver.REFUSED, Obstacle.GONE) from None
        except TimeoutError:
            raise ProviderFailedError(HandOver.UNCERTAIN, Obstacle.NO_ANSWER) from None
        except httpx.HTTPError as error:
            raise ProviderFailedError(*how_it_failed(error)) from None
        except OSError:  # the name leads nowhere
            raise ProviderFailedError(HandOver.LATER, Obstacle.AWAY) from None
        if status in (404, 410):
            raise ProviderFailedError(HandOver.REFUSED, Obstacle.GONE)
        if not 200 <= status < 300:
            raise ProviderFailedError(*how_it_was_answered(status), wait_asked_for(headers))

    def _headers(self, subscription: Subscription, reference: str) -> dict[str, str]:
        topic = url64(hashlib.sha256(b"ansim-push\0" + reference.encode()).digest()[:24])
        headers = {
            "Authorization": self.vapid.authorization(subscription.origin, self._clock()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_GOOD_FOR),
            "Topic": topic,  # RFC 8030, 5.4: one of them waits for a phone, the newest
            "Urgency": "high",
        }
        if subscription.target.host.endswith(".notify.windows.com"):
            headers["X-WNS-Type"] = "wns/raw"
        return headers


def push_channel() -> PushChannel | None:
    """The channel that the environment names, or None. Raises ChannelSettingError."""
    key = secret_setting("ANSIM_PUSH_KEY")
    if not key:
        return None
    contact = required_setting("ANSIM_PUSH_CONTACT", "mailto:… of whoever answers for pushes")
    named = tuple(os.environ.get("ANSIM_PUSH_HOSTS", "").replace(",", " ").split())
    try:
        return PushChannel(Vapid(key.encode(), contact), services=named or SERVICES)
    except (ValueError, TypeError):
        raise ChannelSettingError(
            "ANSIM_PUSH_KEY is no P-256 key in PEM, or ANSIM_PUSH_CONTACT no mailto: address"
        ) from None
