"""Campaigns over SMPP 3.4: a transceiver that asks for receipts and takes them in.

The protocol's `query_sm` asks by the centre's own name for a message, which whoever lost the answer never had; so an uncertain
message is found by its receipt alone, which carries our mark (`user_message_reference`, 4.6.1) where the centre returns it.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any, Final

import smpp34

from ansim.domain.campaigns.message_states import Event
from ansim.notices.channels.messages import MessageNotSentError
from ansim.notices.channels.smpp import SmppChannel
from ansim.sender.channels import DeliveryReport, Submitted

_IS_RECEIPT: Final = 0x04  # esm_class, bits 5 to 2 (SMPP 3.4, 5.2.12)
_RECEIPT_BITS: Final = 0x3C
_ON_ANY_END: Final = 1  # registered_delivery: a receipt for success and failure
_ARRIVED: Final = 2  # message_state DELIVERED (5.2.28)
_NOT_ARRIVED: Final = (3, 4, 5, 8)  # EXPIRED, DELETED, UNDELIVERABLE, REJECTED
_STATES: Final = {
    "DELIVRD": Event.ARRIVED,
    "EXPIRED": Event.NOT_ARRIVED,
    "DELETED": Event.NOT_ARRIVED,
    "UNDELIV": Event.NOT_ARRIVED,
    "REJECTD": Event.NOT_ARRIVED,
}
_ID: Final = re.compile(rb"\bid:(\S{1,65})")
_STAT: Final = re.compile(rb"\bstat:([A-Z]{7})")
_LATER: Final = (0x58, 0x14, 0x08)  # ESME_RTHROTTLED, ESME_RMSGQFUL, ESME_RSYSERR (5.1.3)
_RECEIPTED_ID: Final = 0x001E  # tags of optional fields (5.3.2)
_MESSAGE_STATE: Final = 0x0427
_OUR_MARK: Final = 0x0204
_PAUSE: Final = 0.5  # s before a session that ended is looked for again


class SmppTransceiver(SmppChannel):
    """One bound session by which messages go and receipts come."""

    bind_type = "TRX"
    deduplicates = False

    async def submit(self, to: str, text: str, reference: str, mark: int) -> Submitted:
        """Hand a message over. A centre that does not answer in time may have it: that is LOST, not put off."""
        del reference  # the protocol has no place for it
        more: dict[str, Any] = {
            "registered_delivery": _ON_ANY_END,
            "tlvs": [smpp34.Tlv(_OUR_MARK, mark.to_bytes(2))],
        }
        try:
            async with asyncio.timeout(self.timeout):
                session = await self.bound()
        except (smpp34.SmppError, TimeoutError):
            return Submitted(Event.PUT_OFF, why="channel-away")
        try:
            async with asyncio.timeout(self.timeout):
                answer = await self.hand_over(session, to, text, more)
        except MessageNotSentError:
            return Submitted(Event.REFUSED, why="too-long")
        except (smpp34.SmppError, TimeoutError):
            await self.let_go(session)
            return Submitted(Event.LOST, why="no-answer")
        if answer.is_success:
            return Submitted(Event.TAKEN, answer.message_id or "")
        if answer.command_status in _LATER:
            return Submitted(Event.PUT_OFF, why="channel-busy")
        return Submitted(Event.REFUSED, why="channel-refused")

    async def receipts(self) -> AsyncIterator[DeliveryReport]:
        """The centre's receipts, over sessions that end and begin anew."""
        while True:
            try:
                async with asyncio.timeout(self.timeout):
                    session = await self.bound()
                while isinstance(event := await session.next(), smpp34.DeliverSmEvent):
                    if (receipt := read_receipt(event)) is not None:
                        yield receipt
            except (smpp34.SmppError, TimeoutError):
                pass
            await asyncio.sleep(_PAUSE)


def read_receipt(event: smpp34.DeliverSmEvent) -> DeliveryReport | None:
    """What a report says; None for a message of somebody's, and for a state that is none of an end."""
    if event.esm_class & _RECEIPT_BITS != _IS_RECEIPT:
        return None
    tlvs = {one.tag: one for one in event.tlvs}
    named, stated, marked = (tlvs.get(tag) for tag in (_RECEIPTED_ID, _MESSAGE_STATE, _OUR_MARK))
    written = _ID.search(event.short_message)
    name = (named.as_string() or "") if named else ""
    name = name or (written[1].decode("ascii", "replace") if written else "")
    found = _event(stated.as_int() if stated else None, event.short_message)
    if found is None:
        return None
    why = "" if found is Event.ARRIVED else "not-delivered"
    return DeliveryReport(name, found, why, marked.as_int() if marked else None)


def _event(state: int | None, text: bytes) -> Event | None:
    if state is not None:
        return (
            Event.ARRIVED
            if state == _ARRIVED
            else Event.NOT_ARRIVED
            if state in _NOT_ARRIVED
            else None
        )
    written = _STAT.search(text)
    return _STATES.get(written[1].decode()) if written else None
