"""How a code reaches somebody: a relay over HTTP for texts, a mail server (`mail.py`), or the local page of a demo.

`ANSIM_SMS_URL` and `ANSIM_SMS_TOKEN` name the relay: it is sent `POST {"to": "+82…", "text": "…"}` with the token as
bearer and answers 2xx once it has taken the message over. Any SMS provider's gateway can be put behind that.
"""

import logging
import os
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

import httpx
import msgspec

from ansim.domain.errors import AnsimError

log = logging.getLogger(__name__)


class MessageNotSentError(AnsimError):
    """The channel did not take the message; the text and the number are not repeated here."""


class Message(msgspec.Struct, frozen=True):
    """A message that a demo shows instead of sending it."""

    sent_at: datetime
    to: str
    text: str


class Channel(Protocol):
    """Takes messages to phones."""

    async def send(self, to: str, text: str) -> None:
        """Hand a message over; `to` in E.164. Raises MessageNotSentError."""

    async def close(self) -> None:
        """Let go of connections."""


class DemoChannel:
    """Keeps the last messages in memory, for the page `/demo/messages`."""

    def __init__(self, most: int = 200) -> None:
        self._kept: deque[Message] = deque(maxlen=most)

    @property
    def kept(self) -> Sequence[Message]:
        """The messages, newest first."""
        return list(reversed(self._kept))

    async def send(self, to: str, text: str) -> None:
        """Keep the message."""
        self._kept.append(Message(datetime.now(UTC), to, text))

    async def close(self) -> None:
        """Nothing is held."""


class RelayChannel:
    """A relay over HTTP that sends real messages."""

    def __init__(self, url: str, token: str, timeout: float = 5.0) -> None:
        self._url = url
        self._client = httpx.AsyncClient(
            timeout=timeout, headers={"Authorization": f"Bearer {token}"}
        )

    async def send(self, to: str, text: str) -> None:
        """Hand the message to the relay. Raises MessageNotSentError."""
        try:
            answer = await self._client.post(self._url, json={"to": to, "text": text})
        except httpx.HTTPError as error:
            raise MessageNotSentError(
                f"the message relay is out of reach ({type(error).__name__})"
            ) from None
        if not answer.is_success:
            raise MessageNotSentError(f"the message relay answered {answer.status_code}")

    async def close(self) -> None:
        """Close the connections to the relay."""
        await self._client.aclose()


def channel_of_environment(*, demo: bool) -> Channel | None:
    """The configured channel; None, with the way out in the log, where there is none."""
    url, token = os.environ.get("ANSIM_SMS_URL"), os.environ.get("ANSIM_SMS_TOKEN")
    if url and token:
        return RelayChannel(url, token)
    if demo:
        return DemoChannel()
    log.error(
        "no message channel: nobody can sign up. Set ANSIM_SMS_URL and ANSIM_SMS_TOKEN, or ANSIM_DEMO=1 for a demo"
    )
    return None
