"""The form of SENS' calls and answers: version 2, signed by HMAC-SHA256 over method, address, time and key.

Source: api-gov.ncloud-docs.com (sens-overview, sens-sms-send, sens-sms-list, sens-alimtalk-send, sens-alimtalk-list).
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from ansim.notices.channels.bulk_channel import HandedOver, Outgoing
from ansim.notices.channels.korean_texts import as_counted, digits_of, domestic, tag_of
from ansim.notices.channels.provider_http import ProviderFailedError, decoded
from ansim.notices.encoding import Form
from ansim.notices.handing_answers import HandOver, Obstacle

MOST: Final = 100
_TAKEN: Final = "202"
_REQUEST_TAKEN: Final = "A000"


def signed_headers(
    key: str, secret: str, method: str, path: str, milliseconds: int
) -> dict[str, str]:
    """The headers of one call; `path` with its query. The provider's clock may differ by five minutes."""
    said = f"{method} {path}\n{milliseconds}\n{key}"
    digest = hmac.digest(secret.encode(), said.encode(), hashlib.sha256)
    return {
        "Content-Type": "application/json; charset=utf-8",
        "x-ncp-apigw-timestamp": str(milliseconds),
        "x-ncp-iam-access-key": key,
        "x-ncp-apigw-signature-v2": b64encode(digest).decode(),
    }


def texts_body(messages: Sequence[Outgoing], form: Form, sender: str, subject: str) -> bytes:
    """A call of SMS or of LMS: one kind a call, each message with a text of its own."""
    said: dict[str, Any] = {
        "type": form.value.upper(),
        "contentType": "COMM",
        "countryCode": "82",
        "from": sender,
        "content": as_counted(messages[0].text),  # wanted, though each message has its own
        "messages": [{"to": domestic(one.to), "content": as_counted(one.text)} for one in messages],
    }
    return msgspec.json.encode(
        said | {"subject": subject} if form is Form.LMS and subject else said
    )


def messenger_body(messages: Sequence[Outgoing], template: str, profile: str) -> bytes:
    """A call of Alimtalk: one template a call. Whether a text follows is ours to decide, so the provider's way is off."""
    said = [
        {
            "countryCode": "82",
            "to": domestic(one.to),
            "content": as_counted(one.text),
            "useSmsFailover": False,
        }
        for one in messages
    ]
    return msgspec.json.encode(
        {"plusFriendId": profile, "templateCode": template, "messages": said}
    )


def results_path(path: str, request: str) -> str:
    """Where the results of one call are asked for."""
    return f"{path}?{urlencode({'requestId': request, 'pageSize': MOST})}"


def ticket_of(request: str, secret: str, dialled: str) -> str:
    """Our name for a message that the provider knows by call and number alone."""
    return f"{request}:{tag_of(secret, dialled)}"


def read_answer(body: bytes, messages: Sequence[Outgoing], secret: str) -> list[HandedOver]:
    """What came of the messages of a call. Raises ProviderFailedError for an answer that cannot be read.

    Texts are taken as a whole, of an Alimtalk each is judged; a number that the answer leaves out may have been taken.
    """
    said = decoded(body, _Sent)
    if said.statusCode != _TAKEN or not said.requestId:
        raise ProviderFailedError(HandOver.UNCERTAIN, Obstacle.NO_ANSWER)
    judged = None if said.messages is None else {digits_of(one.to): one for one in said.messages}
    found = []
    for message in messages:
        number = domestic(message.to)
        ticket = ticket_of(said.requestId, secret, number)
        one = None if judged is None else judged.get(number)
        if judged is None or (one is not None and one.requestStatusCode == _REQUEST_TAKEN):
            found.append(HandedOver(message.reference, HandOver.ACCEPTED, ticket))
        elif one is not None:
            found.append(HandedOver(message.reference, HandOver.REFUSED, ticket, Obstacle.OTHER))
    return found


class _Taken(msgspec.Struct, frozen=True):
    to: str = ""
    requestStatusCode: str = ""  # noqa: N815 the provider's names


class _Sent(msgspec.Struct, frozen=True):
    statusCode: str = ""  # noqa: N815
    requestId: str = ""  # noqa: N815
    messages: list[_Taken] | None = None
