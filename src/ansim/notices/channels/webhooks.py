"""A decision to a partner's address, in the form of Standard Webhooks (standardwebhooks.com, v1).

    POST, JSON {"type": "application.approved", "timestamp": "…Z", "data": {"application": "R…", "venue": 12}}
    webhook-id: msg_…             the same whenever the same decision is told again
    webhook-timestamp: 1795…      seconds, of this try
    webhook-signature: v1,BASE64  HMAC-SHA-256 under the secret over id, timestamp and body, joined by dots; for a day after
                                  the secret changed one under each, with a space between

2xx means taken over. Redirects are not followed, of an answer nothing but its status is read, and a try has ten seconds.
"""

import asyncio
import hashlib
import hmac
import ssl
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec

from ansim.domain.errors import AnsimError
from ansim.notices.channels.judged_posts import post_to_target
from ansim.notices.channels.webhook_targets import TargetRefusedError, read_target
from ansim.notices.webhook_events import WebhookEvent

SECONDS: Final = 10.0
GONE: Final = "gone"


class WebhookFailedError(AnsimError):
    """A webhook was not told; `reason` is the outbox's word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Told:
    """What is told: the event, when it was decided, and its numbers."""

    reference: UUID
    event: WebhookEvent
    at: datetime
    said: dict[str, str]

    def body(self) -> bytes:
        """The JSON; the same bytes for the same decision."""
        moment = self.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        data: dict[str, Any] = dict(self.said)
        if "venue" in data:
            data["venue"] = int(data["venue"])
        return msgspec.json.encode({"type": self.event.type, "timestamp": moment, "data": data})


def signature(secrets: Sequence[bytes], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`, in the order of the secrets."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digests = (hmac.digest(secret, signed, hashlib.sha256) for secret in secrets)
    return " ".join("v1," + b64encode(digest).decode() for digest in digests)


class WebhookChannel:
    """Sends to webhooks; one TLS context for all of them."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._tls = ssl.create_default_context()

    async def send(self, url: str, secrets: Sequence[bytes], told: Told, now: float) -> None:
        """Tell one webhook, signed under each of its secrets. Raises WebhookFailedError."""
        try:
            async with asyncio.timeout(self._seconds):
                status = await self._post(url, secrets, told, now)
        except TimeoutError:
            raise WebhookFailedError("too-slow") from None
        except TargetRefusedError:
            raise WebhookFailedError("address-refused") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ssl.SSLError):
            raise WebhookFailedError("not-reached") from None
        if not 200 <= status < 300:
            raise WebhookFailedError(_reason(status))

    async def _post(self, url: str, secrets: Sequence[bytes], told: Told, now: float) -> int:
        body, message_id, timestamp = told.body(), f"msg_{told.reference.hex}", int(now)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Ansim-Webhooks/1",
            "webhook-id": message_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(secrets, message_id, timestamp, body),
        }
        status, _ = await post_to_target(self._tls, read_target(url), headers, body)
        return status


def _reason(status: int) -> str:
    if status == 410:
        return GONE
    if status < 400:
        return "redirected"
    return "refused-there" if status < 500 else "failed-there"
