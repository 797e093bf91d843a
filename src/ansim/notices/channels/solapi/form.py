"""The form of Solapi's calls and answers: messages v4, signed by HMAC-SHA256 over date and salt.

Source: docs.solapi.com (authentication/api-key, api-reference/messages) and its SDK for Python, 5.0.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from ansim.notices.channels.bulk_channel import ApprovedTemplate, HandedOver, Outgoing
from ansim.notices.channels.korean_texts import as_counted, domestic
from ansim.notices.channels.provider_http import decoded
from ansim.notices.channels.solapi.results import obstacle_of
from ansim.notices.encoding import Form
from ansim.notices.handing_answers import OPERATOR, HandOver, Obstacle

SEND: Final = "/messages/v4/send-many/detail"
LIST: Final = "/messages/v4/list"
MOST: Final = 500
"""Messages of a call. The provider takes 10,000; so many are uncertain where no answer comes."""
REFERENCE: Final = "reference"
_TAKEN: Final = "2000"


def authorization(key: str, secret: str, now: datetime, salt: str | None = None) -> str:
    """The header of one call; a salt serves once, and the provider's clock may differ by 15 minutes."""
    date = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    salt = salt or secrets.token_hex(16)
    signed = hmac.digest(secret.encode(), (date + salt).encode(), hashlib.sha256).hex()
    return f"HMAC-SHA256 ApiKey={key}, Date={date}, salt={salt}, signature={signed}"


def text_message(message: Outgoing, form: Form, sender: str, subject: str) -> dict[str, Any]:
    """An SMS, or an LMS under a subject. Its type is ours: the provider's own count of letters is not asked."""
    said = _common(message, sender) | {"type": form.value.upper(), "text": as_counted(message.text)}
    return said | {"subject": subject} if form is Form.LMS and subject else said


def messenger_message(
    message: Outgoing, template: ApprovedTemplate, sender: str, profile: str
) -> dict[str, Any]:
    """An Alimtalk. Whether a text follows where it fails is ours to decide, so the provider's own way is off."""
    variables = {f"#{{{name}}}": value for name, value in template.values.items()}
    options = {"pfId": profile, "templateId": template.code, "disableSms": True}
    return _common(message, sender) | {
        "type": "ATA",
        "text": as_counted(message.text),
        "kakaoOptions": options | {"variables": variables},
    }


def body_of(messages: Sequence[dict[str, Any]]) -> bytes:
    """The body of a call. Equal numbers are let through: two people may have one, and each message is ours to count."""
    return msgspec.json.encode(
        {"messages": messages, "allowDuplicates": True, "showMessageList": True}
    )


def read_answer(body: bytes) -> list[HandedOver]:
    """What came of each message, by its reference. Raises ProviderFailedError for an answer that cannot be read."""
    said = decoded(body, _Sent)
    found: dict[str, HandedOver] = {}
    for one in [*(said.messageList or ()), *(said.failedMessageList or ())]:
        reference = (one.customFields or {}).get(REFERENCE, "")
        if reference in found:  # said twice: nobody knows which is true
            found[reference] = HandedOver(
                reference, HandOver.UNCERTAIN, one.messageId, Obstacle.NO_ANSWER
            )
        elif reference:
            found[reference] = _handed(reference, one)
    return list(found.values())


def _handed(reference: str, one: "_One") -> HandedOver:
    if one.statusCode == _TAKEN:
        return HandedOver(reference, HandOver.ACCEPTED, one.messageId)
    obstacle = obstacle_of(one.statusCode)
    how = HandOver.LATER if obstacle in OPERATOR else HandOver.REFUSED
    return HandedOver(reference, how, one.messageId, obstacle)


def _common(message: Outgoing, sender: str) -> dict[str, Any]:
    return {
        "to": domestic(message.to),
        "from": sender,
        "country": "82",
        "autoTypeDetect": False,
        "customFields": {REFERENCE: message.reference},
    }


class _One(msgspec.Struct, frozen=True):
    messageId: str = ""  # noqa: N815 the provider's names
    statusCode: str = ""  # noqa: N815
    customFields: dict[str, str] | None = None  # noqa: N815


class _Sent(msgspec.Struct, frozen=True):
    messageList: list[_One] | None = None  # noqa: N815
    failedMessageList: list[_One] | None = None  # noqa: N815
