"""What SENS tells of the messages of one call: `status` and `statusCode` of texts, `messageStatusCode` of Alimtalk."""

from datetime import datetime, timedelta, timezone
from typing import Final

import msgspec

from ansim.notices.channels.korean_texts import digits_of
from ansim.notices.channels.provider_http import ProviderFailedError, decoded
from ansim.notices.channels.sens.form import ticket_of
from ansim.notices.handing_answers import Obstacle
from ansim.notices.receipts import DeliveryReceipt, HowFar

_KOREA: Final = timezone(timedelta(hours=9))  # the provider writes its moments without a zone
_ARRIVED: Final = frozenset({"0", "0000"})


def read_results(body: bytes, secret: str, now: datetime) -> list[DeliveryReceipt]:
    """The receipts of a call; none in an answer that cannot be read, none for a message that is not done."""
    try:
        said = decoded(body, _Listed)
    except ProviderFailedError:
        return []
    return [found for one in said.messages or () if (found := _receipt(one, secret, now))]


def _receipt(one: "_Result", secret: str, now: datetime) -> DeliveryReceipt | None:
    if not (one.requestId and one.to):
        return None
    code = one.messageStatusCode or one.statusCode
    if one.status not in ("", "COMPLETED") or not code:
        how_far = HowFar.ACCEPTED
    else:
        how_far = HowFar.DELIVERED if code in _ARRIVED else HowFar.FAILED
    return DeliveryReceipt(
        how_far,
        _moment(one.completeTime) or now,
        ticket=ticket_of(one.requestId, secret, digits_of(one.to)),
        obstacle=Obstacle.OTHER if how_far is HowFar.FAILED else None,
    )


def _moment(text: str | None) -> datetime | None:
    try:
        read = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return read.replace(tzinfo=_KOREA) if read is not None and read.tzinfo is None else read


class _Result(msgspec.Struct, frozen=True):
    requestId: str = ""  # noqa: N815 the provider's names
    to: str = ""
    status: str = ""
    statusCode: str = ""  # noqa: N815
    messageStatusCode: str | None = None  # noqa: N815
    completeTime: str | None = None  # noqa: N815


class _Listed(msgspec.Struct, frozen=True):
    messages: list[_Result] | None = None
