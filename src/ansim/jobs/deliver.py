"""The outbox's turn: what is due is delivered, what is old goes."""

from functools import cache

import psycopg

from ansim.domain.errors import AnsimError
from ansim.keys import folder
from ansim.notices.calls import NumberForMessage
from ansim.notices.channels.messages import channel_of_environment
from ansim.notices.delivery import Delivery, Sent
from ansim.rpc import Caller
from ansim.settings.environment import dsn, is_demo, socket_path


class OutboxWaitsError(AnsimError):
    """No message channel is configured: what is queued stays queued."""


def deliver_now() -> Sent:
    """One turn by the environment's channel. Raises OutboxWaitsError."""
    channel = channel_of_environment(demo=is_demo())
    if channel is None:
        raise OutboxWaitsError("no message channel: set ANSIM_SMS_URL and ANSIM_SMS_TOKEN")
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        return Delivery(connection, _number_of, channel).run()


def _number_of(message: int) -> str:
    return _vault().call(NumberForMessage(message), str)


@cache
def _vault() -> Caller:
    return Caller(socket_path("outbox"), folder().secret("outbox-calls"))
