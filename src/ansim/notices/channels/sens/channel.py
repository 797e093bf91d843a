"""SENS as a channel of texts, and as one of Alimtalk.

`ANSIM_SENS_KEY`, `ANSIM_SENS_SECRET` (or `…_SECRET_FILE`), `ANSIM_SENS_SERVICE`, `ANSIM_SENS_FROM`; for Alimtalk
`ANSIM_SENS_TALK_SERVICE` and `ANSIM_SENS_PROFILE`, the Kakao channel. The address is that of the public sector's cloud.
The provider takes no reference of ours: whoever repeats a call without an answer may send twice.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, Generic
from urllib.parse import quote

from ansim.notices.channels.batches import Kind, hand_over_by_kind
from ansim.notices.channels.bulk_channel import HandedOver, Outgoing, send_one
from ansim.notices.channels.credentials import (
    provider_address,
    required_setting,
    secret_setting,
)
from ansim.notices.channels.korean_texts import fits_the_messenger, form_of, subject
from ansim.notices.channels.provider_http import ProviderFailedError, ProviderLine
from ansim.notices.channels.sens import form
from ansim.notices.channels.sens.results import read_results
from ansim.notices.encoding import Form
from ansim.notices.handing_answers import Obstacle
from ansim.notices.receipts import DeliveryReceipt
from ansim.settings.environment import office_name

ADDRESS: Final = "https://sens.apigw.gov-ntruss.com"
_SECONDS: Final = 10.0


class SensService:
    """One service of an account: its signed calls to one path."""

    def __init__(
        self,
        key: str,
        secret: str,
        path: str,
        *,
        base: str = ADDRESS,
        seconds: float = _SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.secret = secret
        self._key, self._path, self._clock = key, path, clock
        self.line = ProviderLine(base, seconds)

    async def post(self, body: bytes, messages: Sequence[Outgoing]) -> list[HandedOver]:
        """Hand the messages of one call over. Raises ProviderFailedError."""
        answer = await self.line.ask("POST", self._path, self._headers("POST", self._path), body)
        return form.read_answer(answer.body, messages, self.secret)

    async def ask(self, tickets: Sequence[str]) -> list[DeliveryReceipt]:
        """What became of messages: one call for each of the calls that they went in."""
        requests = dict.fromkeys(one.partition(":")[0] for one in tickets if one)
        wanted = set(tickets)
        found = [one for request in requests for one in await self._results(request)]
        return [one for one in found if one.ticket in wanted]

    async def _results(self, request: str) -> list[DeliveryReceipt]:
        path = form.results_path(self._path, request)
        try:
            answer = await self.line.ask("GET", path, self._headers("GET", path))
        except ProviderFailedError:
            return []
        now = datetime.fromtimestamp(self._clock(), UTC)
        return read_results(answer.body, self.secret, now)

    def _headers(self, method: str, path: str) -> dict[str, str]:
        now = int(self._clock() * 1000)
        return form.signed_headers(self._key, self.secret, method, path, now)


class _Sens(Generic[Kind]):
    """What both kinds of messages share: how they fall into calls, and how one call goes."""

    name = "sens"
    most = form.MOST

    def __init__(
        self,
        service: SensService,
        kind_of: Callable[[Outgoing], Kind | Obstacle],
        body_of: Callable[[Kind, Sequence[Outgoing]], bytes],
    ) -> None:
        self._service, self._kind_of, self._body_of = service, kind_of, body_of

    def fits(self, message: Outgoing) -> Obstacle | None:
        """Why the provider cannot send it; None where it can."""
        kind = self._kind_of(message)
        return kind if isinstance(kind, Obstacle) else None

    async def hand_over(self, messages: Sequence[Outgoing]) -> Sequence[HandedOver]:
        """Hand messages over: those of one length, or of one template, in calls of their own."""

        async def hand(kind: Kind, batch: Sequence[Outgoing]) -> Sequence[HandedOver]:
            return await self._service.post(self._body_of(kind, batch), batch)

        return await hand_over_by_kind(messages, self.most, self._kind_of, hand)

    async def ask(self, tickets: Sequence[str]) -> Sequence[DeliveryReceipt]:
        """What became of messages."""
        return await self._service.ask(tickets)

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand one message over; nothing goes to the messenger so. Raises MessageNotSentError."""
        await send_one(self, to, text, reference)

    async def close(self) -> None:
        """Close the connections."""
        await self._service.line.close()


class SensTexts(_Sens[Form]):
    """SMS and LMS to numbers of Korea, in letters of CP949."""

    def __init__(self, service: SensService, sender: str, heading: str = "") -> None:
        number, above = sender.replace("-", ""), subject(heading)

        def body_of(kind: Form, batch: Sequence[Outgoing]) -> bytes:
            return form.texts_body(batch, kind, number, above)

        super().__init__(service, form_of, body_of)


class SensAlimtalk(_Sens[str]):
    """Messages of approved templates in the messenger that most phones of Korea have."""

    name = "sens-alimtalk"

    def __init__(self, service: SensService, profile: str) -> None:
        def body_of(template: str, batch: Sequence[Outgoing]) -> bytes:
            return form.messenger_body(batch, template, profile)

        super().__init__(service, _template_of, body_of)


def _template_of(message: Outgoing) -> str | Obstacle:
    if message.template is None:
        return Obstacle.TEMPLATE
    return fits_the_messenger(message) or message.template.code


def _service(kind: str, name: str) -> SensService | None:
    key = secret_setting("ANSIM_SENS_KEY")
    secret = secret_setting("ANSIM_SENS_SECRET")
    service = secret_setting(name)
    if not (key and secret and service):
        return None
    base = provider_address("ANSIM_SENS_URL", ADDRESS)
    path = f"/{kind}/v2/services/{quote(service, safe=':')}/messages"
    return SensService(key, secret, path, base=base)


def sens_texts() -> SensTexts | None:
    """The channel of texts that the environment names, or None. Raises ChannelSettingError."""
    service = _service("sms", "ANSIM_SENS_SERVICE")
    if service is None:
        return None
    sender = required_setting("ANSIM_SENS_FROM", "the registered number that texts come from")
    return SensTexts(service, sender, office_name())


def sens_alimtalk() -> SensAlimtalk | None:
    """The channel of Alimtalk that the environment names, or None. Raises ChannelSettingError."""
    service = _service("alimtalk", "ANSIM_SENS_TALK_SERVICE")
    if service is None:
        return None
    profile = required_setting("ANSIM_SENS_PROFILE", "the Kakao channel, such as @name")
    return SensAlimtalk(service, profile)
