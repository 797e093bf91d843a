"""Solapi's reports: a webhook that comes up to six times until it is answered 200, or the list that is asked.

`POST`, JSON `[{"eventDataId": …, "retryCount": 0, "data": {"messageId": …, "statusCode": "4000", "customFields": …}}]` with
`X-Solapi-Secret`, the SHA-1 of a word that both sides know. That header is the same each time: it shows who speaks as long
as the way is TLS, and signs nothing. So a report moves a message whose reference is ours, and says nothing else.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ansim.notices.channels.provider_http import ProviderFailedError, decoded
from ansim.notices.channels.solapi.form import REFERENCE
from ansim.notices.channels.solapi.results import how_far_of, obstacle_of
from ansim.notices.receipts import DeliveryReceipt, HowFar

MOST_BYTES: Final = 4 << 20
Taking = Callable[[Sequence[DeliveryReceipt]], Awaitable[None]]


def webhook_word(secret: str) -> str:
    """What the header says under a secret."""
    return hashlib.sha1(secret.encode(), usedforsecurity=False).hexdigest()


def reports_app(secret: str, take: Taking, clock: Callable[[], datetime]) -> Starlette:
    """The webhook's end, `POST /solapi`. `take` stores receipts; it is answered 200 once it returned, and repeated else.

    Raises ValueError for an empty secret.
    """
    if not secret:
        raise ValueError("a webhook without a secret believes everybody")
    word = webhook_word(secret).encode()

    async def reported(request: Request) -> Response:
        told = request.headers.get("x-solapi-secret", "").encode("latin-1")
        if not hmac.compare_digest(told.lower(), word):
            return Response(status_code=401)
        body = await _whole(request)
        if body is None:
            return Response(status_code=413)
        try:
            receipts = read_reports(body, clock())
        except ProviderFailedError:
            return Response(status_code=400)
        if receipts:
            await take(receipts)
        return Response(status_code=200)

    return Starlette(routes=[Route("/solapi", reported, methods=["POST"])])


def read_reports(body: bytes, now: datetime) -> list[DeliveryReceipt]:
    """The receipts in a webhook, also where its entries come without their envelope. Raises ProviderFailedError.

    An entry of another form is passed over: refused, the whole call would come again, and its other entries never in.
    """
    entries = decoded(body, list[dict[str, Any]])
    reports = []
    for entry in entries:
        with suppress(msgspec.ValidationError):
            reports.append(msgspec.convert(entry.get("data", entry), type=_Report))
    return _receipts(reports, now)


def read_list(body: bytes, now: datetime) -> list[DeliveryReceipt]:
    """The receipts in an answer of the list; none in one that cannot be read."""
    try:
        return _receipts(decoded(body, _Listed).messageList.values(), now)
    except ProviderFailedError:
        return []


def _receipts(reports: Iterable["_Report"], now: datetime) -> list[DeliveryReceipt]:
    found = []
    for one in reports:
        how_far = how_far_of(one.statusCode)
        reference = (one.customFields or {}).get(REFERENCE, "")
        if how_far is None or not (reference or one.messageId):
            continue
        found.append(
            DeliveryReceipt(
                how_far,
                _moment(one.dateReceived) or _moment(one.dateReported) or now,
                reference if isinstance(reference, str) else "",
                one.messageId,
                obstacle_of(one.statusCode) if how_far is HowFar.FAILED else None,
            )
        )
    return found


def _moment(text: str | None) -> datetime | None:
    """A moment of ISO 8601; None for none, and for one without a zone."""
    try:
        read = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return read if read is not None and read.tzinfo is not None else None


async def _whole(request: Request) -> bytes | None:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


class _Report(msgspec.Struct, frozen=True):
    messageId: str = ""  # noqa: N815 the provider's names
    statusCode: str = ""  # noqa: N815
    dateReceived: str | None = None  # noqa: N815
    dateReported: str | None = None  # noqa: N815
    customFields: dict[str, Any] | None = None  # noqa: N815


class _Listed(msgspec.Struct, frozen=True):
    messageList: dict[str, _Report] = {}  # noqa: N815
