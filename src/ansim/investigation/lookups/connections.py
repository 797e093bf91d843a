"""This process's lines to the ledger, the tracer and the vault: one of each, opened at first use."""

from functools import cache

from ansim.identity.client import Vault
from ansim.keys import folder
from ansim.ledger import Book
from ansim.rpc import Caller
from ansim.settings.environment import dsn, socket_path
from ansim.tracing.process.client import Tracer


@cache
def book() -> Book:
    """The ledger, under the console's role."""
    return Book(lambda: dsn("investigation", "main"))


@cache
def tracer() -> Tracer:
    """The tracer process."""
    return Tracer(Caller(socket_path("tracer"), folder().secret("tracer-calls")))


@cache
def vault() -> Vault:
    """The vault process."""
    return Vault(Caller(socket_path("vault"), folder().secret("vault-calls")))
