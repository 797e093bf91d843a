"""Texts over SMPP 3.4, as the message centres of networks and their resellers speak it.

`ANSIM_SMPP_URL` is `smpps://ID:PASSWORD@HOST:PORT`, and `ANSIM_SMPP_FROM` the registered number that messages come from. A
text that fits no single message is handed over whole (`message_payload`); the centre divides it.
"""

import asyncio
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import smpp34

from ansim.notices.channels.messages import ChannelSettingError, MessageNotSentError
from ansim.notices.encoding import Form, MessageTooLongError, encode_message
from ansim.settings.environment import is_this_machine

_INTERNATIONAL: Final = 1  # type and plan of a number of E.164, less its +
_MESSAGE_PAYLOAD: Final = (
    0x0424  # the tag of a text that fits no single message (SMPP 3.4, 5.3.2.32)
)
_CODING: Final = {Form.SMS: 0x0E, Form.LMS: 0x0E, Form.UCS2: 0x08}  # KS C 5601, UCS-2
_SHORT: Final = 140  # bytes that one message carries
_CLOSED: Final = "the message centre is out of reach"


class SmppChannel:
    """One bound session with a message centre, begun at the first message and anew after it broke.

    Registered with the centre as a transmitter: it takes nothing in. A message that the centre took without its answer
    arriving counts as not sent, so whoever tries again may send it twice.
    """

    bind_type = "TX"

    def __init__(self, url: str, sender: str, timeout: float = 10.0) -> None:
        """Read the centre's address. Raises ChannelSettingError, without repeating it: it holds a password."""
        parts = urlsplit(url)
        clear = parts.scheme == "smpp" and is_this_machine(parts.hostname or "")
        complete = parts.hostname and parts.username and parts.password and sender
        if not complete or not (parts.scheme == "smpps" or clear):
            raise ChannelSettingError(
                "ANSIM_SMPP_URL is smpps://ID:PASSWORD@HOST:PORT with ANSIM_SMPP_FROM, as numbers and codes travel to it;"
                " smpp:// serves on this machine alone"
            )
        self._sender = sender
        self.timeout = timeout
        self._client: smpp34.Client | None = None
        self._session: smpp34.Smsc | None = None
        self._binding = asyncio.Lock()
        self._address: dict[str, Any] = {
            "host": parts.hostname,
            "port": parts.port or 2775,
            "system_id": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "bind_type": self.bind_type,
            "tls": parts.scheme == "smpps",
            "connect_timeout_ms": int(timeout * 1000),
        }

    async def send(self, to: str, text: str, reference: str = "") -> None:
        """Hand a message over; the protocol has no place for the `reference`. Raises MessageNotSentError."""
        del reference
        session: smpp34.Smsc | None = None
        try:
            async with asyncio.timeout(self.timeout):
                session = await self.bound()
                answer = await self.hand_over(session, to, text, {})
        except (smpp34.SmppError, TimeoutError) as error:
            if session is not None:
                await self.let_go(session)
            raise MessageNotSentError(f"{_CLOSED} ({type(error).__name__})") from None
        if not answer.is_success:
            raise MessageNotSentError(
                f"the message centre answered with status {answer.command_status}"
            )

    async def hand_over(
        self, session: smpp34.Smsc, to: str, text: str, more: dict[str, Any]
    ) -> smpp34.SubmitSmResp:
        """The centre's answer to a message, with `more` fields of the PDU. Raises MessageNotSentError, SmppError."""
        try:
            encoded = encode_message(text, to)
        except MessageTooLongError as error:
            raise MessageNotSentError(str(error)) from None
        whole = len(encoded.data) <= _SHORT
        payload = [] if whole else [smpp34.Tlv(_MESSAGE_PAYLOAD, encoded.data)]
        return await session.submit_sm(
            to.removeprefix("+"),
            encoded.data if whole else b"",
            source_addr=self._sender,
            dest_addr_ton=_INTERNATIONAL,
            dest_addr_npi=_INTERNATIONAL,
            data_coding=_CODING[encoded.form],
            **more | {"tlvs": [*more.get("tlvs", []), *payload]},
        )

    async def let_go(self, session: smpp34.Smsc) -> None:
        """Let go of a session that broke; not of one that was begun since."""
        if session is self._session:
            await self.close()

    async def close(self) -> None:
        """Let go of the session; the next message begins one."""
        client, self._client, self._session = self._client, None, None
        if client is not None:
            await client.stop()

    async def bound(self) -> smpp34.Smsc:
        """The session with the centre, begun where there is none. Raises SmppError."""
        async with self._binding:
            if self._client is not None and not await self._client.is_alive():
                await self.close()
            if self._session is None:
                self._client = smpp34.Client(**self._address)
                self._session = await self._client.connect()
            return self._session
