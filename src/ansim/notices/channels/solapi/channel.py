"""Solapi as a channel of texts, and as one of Alimtalk.

`ANSIM_SOLAPI_KEY`, `ANSIM_SOLAPI_SECRET` (or `…_SECRET_FILE`) and `ANSIM_SOLAPI_FROM`, the registered number; for Alimtalk
`ANSIM_SOLAPI_PROFILE`, the id of the Kakao channel. The provider keeps no key of ours across calls: a call without an answer
is uncertain until a report names the reference, and whoever repeats it may send twice.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from ansim.notices.channels.batches import hand_over_by_kind
from ansim.notices.channels.bulk_channel import HandedOver, Outgoing, send_one
from ansim.notices.channels.credentials import (
    provider_address,
    required_setting,
    secret_setting,
)
from ansim.notices.channels.korean_texts import fits_the_messenger, form_of, subject
from ansim.notices.channels.provider_http import ProviderFailedError, ProviderLine
from ansim.notices.channels.solapi import form
from ansim.notices.channels.solapi.delivery_reports import read_list
from ansim.notices.handing_answers import Obstacle
from ansim.notices.receipts import DeliveryReceipt
from ansim.settings.environment import office_name

ADDRESS: Final = "https://api.solapi.com"
_SECONDS: Final = 10.0
Clock = Callable[[], datetime]
Forming = Callable[[Outgoing], dict[str, Any] | Obstacle]
"""The provider's form of a message, or why it has none."""


class SolapiAccount:
    """An account with the provider: its keys, the number that messages come from, and the connections."""

    def __init__(
        self,
        key: str,
        secret: str,
        sender: str,
        *,
        base: str = ADDRESS,
        seconds: float = _SECONDS,
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self.sender = sender.replace("-", "")
        self._key, self._secret, self._clock = key, secret, clock
        self.line = ProviderLine(base, seconds)

    async def post(self, messages: Sequence[dict[str, Any]]) -> list[HandedOver]:
        """Hand messages of the provider's form over. Raises ProviderFailedError."""
        answer = await self.line.ask("POST", form.SEND, self._headers(), form.body_of(messages))
        return form.read_answer(answer.body)

    async def look_up(self, ticket: str) -> list[DeliveryReceipt]:
        """What the provider says of one message; nothing where it does not answer."""
        query = urlencode({"criteria": "messageId", "cond": "eq", "value": ticket, "limit": 1})
        try:
            answer = await self.line.ask("GET", f"{form.LIST}?{query}", self._headers())
        except ProviderFailedError:
            return []
        return read_list(answer.body, self._clock())

    def _headers(self) -> dict[str, str]:
        return {
            "Authorization": form.authorization(self._key, self._secret, self._clock()),
            "Content-Type": "application/json",
        }


class _Solapi:
    """What both kinds of messages share."""

    name = "solapi"
    most = form.MOST

    def __init__(self, account: SolapiAccount, form_of: Forming) -> None:
        self._account = account
        self._form_of = form_of

    def fits(self, message: Outgoing) -> Obstacle | None:
        """Why the provider cannot send it; None where it can."""
        said = self._form_of(message)
        return said if isinstance(said, Obstacle) else None

    async def hand_over(self, messages: Sequence[Outgoing]) -> Sequence[HandedOver]:
        """Hand messages over."""
        formed: dict[str, dict[str, Any]] = {}

        def kind_of(message: Outgoing) -> str | Obstacle:
            said = self._form_of(message)
            if isinstance(said, Obstacle):
                return said
            formed[message.reference] = said
            return self.name

        async def hand(_kind: str, batch: Sequence[Outgoing]) -> Sequence[HandedOver]:
            return await self._account.post([formed[one.reference] for one in batch])

        return await hand_over_by_kind(messages, self.most, kind_of, hand)

    async def ask(self, tickets: Sequence[str]) -> Sequence[DeliveryReceipt]:
        """What became of messages, one call each: for those whose report did not come."""
        return [one for ticket in tickets if ticket for one in await self._account.look_up(ticket)]

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand one message over; nothing goes to the messenger so. Raises MessageNotSentError."""
        await send_one(self, to, text, reference)

    async def close(self) -> None:
        """Close the connections."""
        await self._account.line.close()


class SolapiTexts(_Solapi):
    """SMS and LMS to numbers of Korea, in letters of CP949."""

    def __init__(self, account: SolapiAccount, heading: str = "") -> None:
        super().__init__(account, self._text)
        self._subject = subject(heading)

    def _text(self, message: Outgoing) -> dict[str, Any] | Obstacle:
        found = form_of(message)
        if isinstance(found, Obstacle):
            return found
        return form.text_message(message, found, self._account.sender, self._subject)


class SolapiAlimtalk(_Solapi):
    """Messages of approved templates in the messenger that most phones of Korea have."""

    name = "solapi-alimtalk"

    def __init__(self, account: SolapiAccount, profile: str) -> None:
        super().__init__(account, self._talk)
        self._profile = profile

    def _talk(self, message: Outgoing) -> dict[str, Any] | Obstacle:
        if message.template is None:
            return Obstacle.TEMPLATE
        if (obstacle := fits_the_messenger(message)) is not None:
            return obstacle
        account = self._account
        return form.messenger_message(message, message.template, account.sender, self._profile)


def solapi_account() -> SolapiAccount | None:
    """The account that the environment names, or None. Raises ChannelSettingError."""
    key = secret_setting("ANSIM_SOLAPI_KEY")
    secret = secret_setting("ANSIM_SOLAPI_SECRET")
    if not (key and secret):
        return None
    sender = required_setting("ANSIM_SOLAPI_FROM", "the registered number that texts come from")
    base = provider_address("ANSIM_SOLAPI_URL", ADDRESS)
    return SolapiAccount(key, secret, sender, base=base)


def solapi_texts() -> SolapiTexts | None:
    """The channel of texts, or None. Raises ChannelSettingError."""
    account = solapi_account()
    return SolapiTexts(account, office_name()) if account else None


def solapi_alimtalk() -> SolapiAlimtalk | None:
    """The channel of Alimtalk, or None. Raises ChannelSettingError."""
    profile = secret_setting("ANSIM_SOLAPI_PROFILE")
    account = solapi_account() if profile else None
    return SolapiAlimtalk(account, profile) if account else None
