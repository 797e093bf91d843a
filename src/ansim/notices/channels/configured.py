"""The channel of text messages that the environment names: a message centre, a relay, or the pages of a demo."""

import asyncio
import logging
import os

from ansim.domain.errors import AnsimError
from ansim.notices.channels.demo_channel import DemoChannel
from ansim.notices.channels.messages import Channel, RelayChannel
from ansim.notices.channels.smpp import SmppChannel

log = logging.getLogger(__name__)


def channel_of_environment(*, demo: bool) -> Channel | None:
    """The configured channel; None, with the way out in the log, where there is none. Raises ChannelSettingError."""
    if centre := os.environ.get("ANSIM_SMPP_URL"):
        return SmppChannel(centre, os.environ.get("ANSIM_SMPP_FROM", ""))
    url, token = os.environ.get("ANSIM_SMS_URL"), os.environ.get("ANSIM_SMS_TOKEN")
    if url and token:
        return RelayChannel(url, token)
    if demo:
        return DemoChannel()
    log.error(
        "no message channel: nobody can sign up or sign in. Set ANSIM_SMPP_URL, or ANSIM_SMS_URL and"
        " ANSIM_SMS_TOKEN, or ANSIM_DEMO=1 for a demo"
    )
    return None


class NoChannelError(AnsimError):
    """No message channel is configured."""


def send_now(to: str, text: str, *, demo: bool) -> None:
    """Hand one message over, for a process without an event loop. Raises NoChannelError, MessageNotSentError."""
    asyncio.run(_send(to, text, demo=demo))


async def _send(to: str, text: str, *, demo: bool) -> None:
    channel = channel_of_environment(demo=demo)
    if channel is None:
        raise NoChannelError(
            "no message channel: set ANSIM_SMPP_URL, or ANSIM_SMS_URL and ANSIM_SMS_TOKEN"
        )
    try:
        await channel.send(to, text)
    finally:
        await channel.close()
