"""The channels that the environment names: a message centre, providers, a relay, or the pages of a demo."""

import asyncio
import logging
import os
from functools import cache
from typing import Final

from ansim.domain.errors import AnsimError
from ansim.notices.channels.bulk_channel import BulkChannel, OneByOne, fits_a_text
from ansim.notices.channels.demo_channel import DemoChannel
from ansim.notices.channels.first_fit import FirstFit
from ansim.notices.channels.messages import Channel, RelayChannel
from ansim.notices.channels.paced import Paced
from ansim.notices.channels.sens.channel import sens_alimtalk, sens_texts
from ansim.notices.channels.smpp import SmppChannel
from ansim.notices.channels.solapi.channel import solapi_alimtalk, solapi_texts
from ansim.notices.pace import TokenBucket
from ansim.settings.environment import whole_number

log = logging.getLogger(__name__)


WAYS: Final = (
    "ANSIM_SMPP_URL, ANSIM_SOLAPI_KEY, ANSIM_SENS_KEY, or ANSIM_SMS_URL and ANSIM_SMS_TOKEN"
)


def channel_of_environment(*, demo: bool) -> Channel | None:
    """The configured channel; None, with the way out in the log, where there is none. Raises ChannelSettingError.

    A provider of Korean letters alone stands before a message centre or a relay, which takes what the provider cannot.
    """
    providers = korean_providers()
    whole = _takes_all_letters()
    if providers:
        if whole is None:
            log.warning(
                "texts in Chinese, Japanese and to numbers abroad are not sent: %s takes Korean letters and numbers alone."
                " Set ANSIM_SMPP_URL beside it",
                providers[0].name,
            )
            return providers[0]
        return FirstFit([providers[0], OneByOne("texts", whole, fits_a_text)])
    if whole is not None:
        return whole
    if demo:
        return DemoChannel()
    log.error(
        "no message channel: nobody can sign up or sign in. Set %s, or ANSIM_DEMO=1 for a demo",
        WAYS,
    )
    return None


def korean_providers() -> list[BulkChannel]:
    """The configured providers of texts in Korean letters, each at its pace. Raises ChannelSettingError."""
    found: list[BulkChannel] = []
    if (solapi := solapi_texts()) is not None:
        found.append(Paced(solapi, _bucket("ANSIM_SOLAPI_PER_SECOND", 200)))
    if (sens := sens_texts()) is not None:
        found.append(Paced(sens, _bucket("ANSIM_SENS_PER_SECOND", 100)))
    return found


def messengers() -> list[BulkChannel]:
    """The configured channels of approved templates, each at its pace. Raises ChannelSettingError."""
    found: list[BulkChannel] = []
    if (solapi := solapi_alimtalk()) is not None:
        found.append(Paced(solapi, _bucket("ANSIM_SOLAPI_PER_SECOND", 200)))
    if (sens := sens_alimtalk()) is not None:
        found.append(Paced(sens, _bucket("ANSIM_SENS_PER_SECOND", 100)))
    return found


def _bucket(name: str, usual: int) -> TokenBucket:
    return _buckets(name, whole_number(name, usual))


@cache
def _buckets(_name: str, per_second: int) -> TokenBucket:
    """One bucket a provider, for all its channels in this process; it holds what one second brings."""
    return TokenBucket(per_second, per_second)


def _takes_all_letters() -> Channel | None:
    if centre := os.environ.get("ANSIM_SMPP_URL"):
        return SmppChannel(centre, os.environ.get("ANSIM_SMPP_FROM", ""))
    url, token = os.environ.get("ANSIM_SMS_URL"), os.environ.get("ANSIM_SMS_TOKEN")
    return RelayChannel(url, token) if url and token else None


class NoChannelError(AnsimError):
    """No message channel is configured."""


def send_now(to: str, text: str, *, demo: bool) -> None:
    """Hand one message over, for a process without an event loop. Raises NoChannelError, MessageNotSentError."""
    asyncio.run(_send(to, text, demo=demo))


async def _send(to: str, text: str, *, demo: bool) -> None:
    channel = channel_of_environment(demo=demo)
    if channel is None:
        raise NoChannelError(f"no message channel: set {WAYS}")
    try:
        await channel.send(to, text)
    finally:
        await channel.close()
