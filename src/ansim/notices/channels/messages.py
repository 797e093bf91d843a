"""What a channel of text messages is, and a relay over HTTP; `smpp.py` speaks to a message centre, `mail.py` to a mail server.

`ANSIM_SMS_URL` and `ANSIM_SMS_TOKEN` name the relay: it is sent `POST {"to": "+82…", "text": "…"}` with the token as
bearer, with `Idempotency-Key` where a message may come twice, and answers 2xx once it has taken the message over. Any SMS
provider's gateway can be put behind that.
"""

from typing import Protocol
from urllib.parse import urlsplit

import httpx

from ansim.domain.errors import AnsimError
from ansim.notices.channels.provider_http import how_it_failed, how_it_was_answered
from ansim.notices.handing_answers import HandOver, Obstacle
from ansim.settings.environment import is_this_machine


class MessageNotSentError(AnsimError):
    """The channel did not take the message, or perhaps not; the text and the number are not repeated here.

    `how` says which, `obstacle` why. A channel that says neither leaves open whether it took the message.
    """

    def __init__(
        self,
        message: str,
        how: HandOver = HandOver.UNCERTAIN,
        obstacle: Obstacle = Obstacle.NO_ANSWER,
    ) -> None:
        super().__init__(message)
        self.how = how
        self.obstacle = obstacle


class ChannelSettingError(AnsimError):
    """The address of a relay or a mail server cannot be read, or would send codes and numbers in clear."""


class Channel(Protocol):
    """Takes messages to phones."""

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand a message over; `to` in E.164. Raises MessageNotSentError.

        `reference` is the same for the same message: a channel that knows it already need not send it again.
        """

    async def close(self) -> None:
        """Let go of connections."""


class RelayChannel:
    """A relay over HTTP that sends real messages."""

    def __init__(self, url: str, token: str, timeout: float = 5.0) -> None:
        """Read the relay's address. Raises ChannelSettingError, without repeating it: it may hold a password."""
        parts = urlsplit(url)
        clear = parts.scheme == "http" and is_this_machine(parts.hostname or "")
        if not parts.hostname or not (parts.scheme == "https" or clear):
            raise ChannelSettingError(
                "ANSIM_SMS_URL is https://HOST/…, as numbers and codes travel to it; http serves on this machine alone"
            )
        self._url = url
        self._client = httpx.AsyncClient(
            timeout=timeout, headers={"Authorization": f"Bearer {token}"}
        )

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand the message to the relay. Raises MessageNotSentError."""
        headers = {"Idempotency-Key": reference} if reference else None
        try:
            answer = await self._client.post(
                self._url, json={"to": to, "text": text}, headers=headers
            )
        except httpx.HTTPError as error:
            raise MessageNotSentError(
                f"the message relay is out of reach ({type(error).__name__})", *how_it_failed(error)
            ) from None
        if not answer.is_success:
            raise MessageNotSentError(
                f"the message relay answered {answer.status_code}",
                *how_it_was_answered(answer.status_code),
            )

    async def close(self) -> None:
        """Close the connections to the relay."""
        await self._client.aclose()
