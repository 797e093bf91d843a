"""This portal's line to the vault, for the keys of its own staff: opened at first use."""

from functools import cache

from django.conf import settings

from ansim.identity.staff.door_client import StaffDoor
from ansim.keys import folder
from ansim.rpc import Caller
from ansim.settings.environment import socket_path

_SOCKETS = {"business": ("owner", "owner-calls"), "investigation": ("vault", "vault-calls")}


@cache
def staff_door() -> StaffDoor:
    """The vault, on the socket and with the key of this portal."""
    socket, key = _SOCKETS[settings.PORTAL]
    return StaffDoor(Caller(socket_path(socket), folder().secret(key)))  # type: ignore[arg-type]
