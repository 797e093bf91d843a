"""Asking a provider over HTTP: what an error or a status says about the message, and answers that end."""

import asyncio
from dataclasses import dataclass
from typing import Final, TypeVar

import httpx
import msgspec

from ansim.domain.errors import AnsimError
from ansim.notices.handing_answers import HandOver, Obstacle

Read = TypeVar("Read")
LONGEST_ANSWER: Final = 8 << 20
"""Bytes. Ten thousand messages are answered in some 3 MB."""
LONGEST_WAIT: Final = 3600.0
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class ProviderFailedError(AnsimError):
    """A call to a provider came to nothing, for all messages in it; its words are not repeated: they may hold a number."""

    def __init__(self, how: HandOver, obstacle: Obstacle, wait: float = 0.0) -> None:
        super().__init__(f"{how}, {obstacle}")
        self.how = how
        self.obstacle = obstacle
        self.wait = wait


def decoded(body: bytes | str, kind: type[Read]) -> Read:
    """JSON from outside, as a value of a kind. Raises ProviderFailedError for what cannot be read, however deep it goes."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError):
        raise ProviderFailedError(HandOver.UNCERTAIN, Obstacle.NO_ANSWER) from None


def how_it_failed(error: Exception) -> tuple[HandOver, Obstacle]:
    """What an error of the connection says: before the request was written nothing was taken, after it nobody knows."""
    if isinstance(error, _NOT_SENT):
        return HandOver.LATER, Obstacle.AWAY
    return HandOver.UNCERTAIN, Obstacle.NO_ANSWER


def how_it_was_answered(status: int) -> tuple[HandOver, Obstacle]:
    """What a status other than 2xx says. 500, 502 and 504 come also of a request that was carried out."""
    match status:
        case 401 | 403 | 407:
            return HandOver.LATER, Obstacle.CREDENTIALS
        case 402:
            return HandOver.LATER, Obstacle.CREDIT
        case 408 | 425 | 429 | 503:
            return HandOver.LATER, Obstacle.BUSY
        case 413:
            return HandOver.REFUSED, Obstacle.TOO_LONG
        case _ if 300 <= status < 500:
            return HandOver.REFUSED, Obstacle.OTHER
        case _:
            return HandOver.UNCERTAIN, Obstacle.NO_ANSWER


def wait_asked_for(headers: httpx.Headers) -> float:
    """The seconds of `Retry-After`; 0 where it says none that we understand (a date is not looked at)."""
    said = headers.get("retry-after", "")
    return min(float(said), LONGEST_WAIT) if said.isascii() and said.isdigit() else 0.0


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """A provider's answer of 2xx."""

    status: int
    body: bytes


class ProviderLine:
    """Connections to one provider. Redirects are not followed: numbers would go to whoever is named."""

    def __init__(self, base: str, seconds: float) -> None:
        self._base = base.rstrip("/")
        self._seconds = seconds
        self._client = httpx.AsyncClient(timeout=seconds)

    async def ask(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None = None
    ) -> ProviderAnswer:
        """One call, over within the line's seconds however slowly it is answered. Raises ProviderFailedError."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._ask(method, path, headers, content)
        except httpx.HTTPError as error:
            raise ProviderFailedError(*how_it_failed(error)) from None
        except TimeoutError:
            raise ProviderFailedError(HandOver.UNCERTAIN, Obstacle.NO_ANSWER) from None

    async def _ask(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None
    ) -> ProviderAnswer:
        async with self._client.stream(
            method, self._base + path, headers=headers, content=content
        ) as answer:
            if not answer.is_success:
                how, obstacle = how_it_was_answered(answer.status_code)
                raise ProviderFailedError(how, obstacle, wait_asked_for(answer.headers))
            body = bytearray()
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > LONGEST_ANSWER:
                    raise ProviderFailedError(HandOver.UNCERTAIN, Obstacle.NO_ANSWER)
            return ProviderAnswer(answer.status_code, bytes(body))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
