"""The worker's line to the vault, opened at first use."""

from functools import cache

from ansim.keys import folder
from ansim.rpc import Caller
from ansim.settings.environment import socket_path


@cache
def line_to_vault() -> Caller:
    """The vault, as the worker may ask it."""
    return Caller(socket_path("outbox"), folder().secret("outbox-calls"))
