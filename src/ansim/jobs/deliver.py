"""The outbox's turn: what is due is delivered, what is old goes."""

from functools import cache

import psycopg

from ansim.jobs.outbox_line import line_to_vault
from ansim.notices.calls import NumberForMessage
from ansim.notices.channels.configured import channel_of_environment
from ansim.notices.delivery import Delivery, Sent
from ansim.settings.environment import dsn, is_demo


def deliver_now() -> Sent:
    """One turn by the environment's channel. Without one, what is queued stays queued and the log says so once."""
    channel = None if _waits() else channel_of_environment(demo=is_demo())
    if channel is None:
        return Sent()
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        return Delivery(connection, _number_of, channel).run()


def _number_of(message: int) -> str:
    return line_to_vault().call(NumberForMessage(message), str)


@cache
def _waits() -> bool:
    """Whether no channel is configured; asked once, as a turn comes every few seconds and the environment stays."""
    return channel_of_environment(demo=is_demo()) is None
