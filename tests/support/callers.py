"""Lines to the processes of a system under test, by the keys that the console has."""

from ansim.identity.client import Vault
from ansim.rpc import Caller
from ansim.settings.environment import socket_path
from ansim.tracing.process.client import Tracer
from support.system import System


def vault_of(system: System) -> Vault:
    """The vault as the console asks it."""
    return Vault(_caller(system, "vault"))


def tracer_of(system: System) -> Tracer:
    """The tracer as the console asks it."""
    return Tracer(_caller(system, "tracer"))


def _caller(system: System, name: str) -> Caller:
    """Its socket lies with the system where that has its own, else where this process looks for it."""
    path = system.folder / "sockets" / f"{name}.sock"
    key = system.keys.read(f"{name}-calls.key")
    return Caller(path if path.exists() else socket_path(name), key)
