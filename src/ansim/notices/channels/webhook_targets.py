"""Where a webhook may lead: https, to addresses of the public internet alone, whatever its name resolves to.

The portal asks for an address and the worker, within the authority's network, goes there. So the name is resolved once,
every answer is judged, and the connection goes to the judged address itself: a name that changes its mind meanwhile
leads nowhere else.
"""

import asyncio
import os
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from ansim.domain.errors import AnsimError

Address = IPv4Address | IPv6Address
_NAT64: Final = ip_network("64:ff9b::/96")
MOST_SIGNS: Final = 500


class TargetRefusedError(AnsimError):
    """An address that no webhook may have; the address itself is not repeated."""


@dataclass(frozen=True, slots=True)
class Target:
    """A webhook's address, read: `path` with its query, `host` as certificates name it."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What the `Host` header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


def lets_local_through() -> bool:
    """Whether this machine's own addresses and plain http serve, as tests and demos need: `ANSIM_WEBHOOKS_LOCAL=1`."""
    return os.environ.get("ANSIM_WEBHOOKS_LOCAL") == "1"


def read_target(url: str, most: int = MOST_SIGNS) -> Target:
    """The parts of an address. Raises TargetRefusedError; names are not resolved here."""
    if len(url) > most or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise TargetRefusedError(f"an address of a webhook has no blanks and at most {most} signs")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise TargetRefusedError("this is no address") from None
    schemes = {"https": 443} | ({"http": 80} if lets_local_through() else {})
    if parts.scheme not in schemes or not host or parts.username or parts.password:
        raise TargetRefusedError("wanted https://host/path, without a name or password in it")
    if parts.fragment or port == 0:
        raise TargetRefusedError("wanted https://host/path")
    target = Target(
        parts.scheme,
        host.lower().rstrip("."),
        port or schemes[parts.scheme],
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )
    if not target.path.isascii():
        raise TargetRefusedError("signs beyond ASCII in a path are written with %")
    literal = _literal(target.host)
    if literal is not None and not is_public(literal):
        raise TargetRefusedError("that address lies in no public network")
    return target


async def address_of_target(target: Target) -> Address:
    """The address to connect to. Raises TargetRefusedError where any that the name has is not public; OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(
        target.host, target.port, type=socket.SOCK_STREAM
    )
    addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    if not addresses or not all(map(is_public, addresses)):
        raise TargetRefusedError("the name leads into a network that is not public")
    return addresses[0]


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, the one within it too where it carries another."""
    if lets_local_through() and address.is_loopback:
        return True
    carried = _carried(address)
    if carried is not None:
        return is_public(carried)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address leads to, by whichever way of carrying."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _literal(host: str) -> Address | None:
    """The address that a host is, in any way that a resolver would understand: also 127.1 or 0x7f000001."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None
