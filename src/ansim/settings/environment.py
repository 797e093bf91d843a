"""Where this process finds its data, databases and addresses: environment variables, read when asked.

`ANSIM_DATA` names the data folder (default `data/`). A process reaches a database by the first of
`ANSIM_<PROCESS>_<DATABASE>_DSN`, `ANSIM_<DATABASE>_DSN`, and the embedded server in the data folder.
"""

import ipaddress
import os
import re
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from ansim.domain.errors import AnsimError
from ansim.domain.retention import POLICY

Process = Literal[
    "owner",
    "gateway",
    "business",
    "investigation",
    "signing",
    "tracer",
    "vault",
    "worker",
    "sender",
]
Database = Literal["visits", "identity", "main"]

DATABASES: Final[tuple[Database, ...]] = ("visits", "identity", "main")
# Those that reach a database, each by a role of its own. The signing page reaches none.
PROCESSES: Final[tuple[Process, ...]] = (
    "gateway",
    "business",
    "investigation",
    "tracer",
    "vault",
    "worker",
    "sender",
)


# Registers of the state that the business portal asks, each at its published address unless a setting names another.
SERVICES: Final = MappingProxyType(
    {
        "tax-office": "https://api.odcloud.kr/api/nts-businessman/v1",
        "addresses": "https://business.juso.go.kr/addrlink",
    }
)


@dataclass(frozen=True, slots=True)
class Service:
    """A register outside: its address and the keys that it gave this installation."""

    url: str
    key: str = field(repr=False)
    second_key: str = field(default="", repr=False)


class SecretMissingError(AnsimError):
    """The key of a portal's sessions is not in the key folder."""


class SettingError(AnsimError):
    """An environment variable says what this process cannot follow; the message names it."""

    code = "bad-setting"


def data_folder() -> Path:
    """The folder that holds the embedded server, the keys and the sockets."""
    return Path(os.environ.get("ANSIM_DATA", "data")).resolve()


def embedded_folder() -> Path:
    """The data directory of the embedded PostgreSQL server."""
    return data_folder() / "postgres"


def kept_socket(folder: Path) -> Path:
    """The file that keeps where the embedded server of a data directory listens, also while it is down."""
    return folder.with_name(f"{folder.name}.socket")


def _embedded_socket() -> Path:
    """The directory of the embedded server's Unix socket: line 5 of PostgreSQL's own lock file, or as last kept."""
    folder = embedded_folder()
    for file, line in ((folder / "postmaster.pid", 4), (kept_socket(folder), 0)):
        try:
            lines = file.read_text().splitlines()
        except OSError:
            continue
        if len(lines) > line and lines[line]:
            return Path(lines[line])
    return folder


def uses_embedded_server() -> bool:
    """Whether no external server is configured for any database."""
    return not any(key.startswith("ANSIM_") and key.endswith("_DSN") for key in os.environ)


def dsn(process: Process, database: Database) -> str:
    """The libpq connection string by which a process reaches a database."""
    for name in (f"ANSIM_{process}_{database}_DSN", f"ANSIM_{database}_DSN"):
        if value := os.environ.get(name.upper()):
            return value
    return f"host={_embedded_socket()} dbname=ansim_{database} user=ansim_{process}"


def portal_secret(name: str) -> str:
    """The key by which one portal signs sessions and tokens: what one signs, the other refuses.

    Read as settings are imported, so it is a file and no more. Raises SecretMissingError.
    """
    file = data_folder() / "keys" / f"{name}.key"
    try:
        return file.read_bytes().hex()
    except FileNotFoundError:
        raise SecretMissingError(
            f"no key {file.name!r} in {file.parent}: run `ansim keys init`"
        ) from None


def public_host() -> str:
    """The address that venue codes carry, without a slash at the end."""
    return os.environ.get("ANSIM_HOST", "http://localhost:8080").rstrip("/")


def office_name() -> str:
    """The authority that runs this installation, as printed sheets name it: `ANSIM_OFFICE`."""
    return os.environ.get("ANSIM_OFFICE", "안심 Ansim")


def health_line() -> str:
    """Whom visitors call about their health: `ANSIM_CALL`, by default the disease control centre's 1339."""
    return os.environ.get("ANSIM_CALL", "1339")


def call_number() -> str:
    """Whom owners call, the desk that registers venues: `ANSIM_DESK_CALL`, by default the provinces' own 120."""
    return os.environ.get("ANSIM_DESK_CALL", "120")


def service(name: str) -> Service | None:
    """A register of `SERVICES`, or None where this installation has no key for it.

    `ANSIM_TAX_OFFICE_KEY`, `ANSIM_ADDRESSES_KEY`, `ANSIM_ADDRESSES_PLACE_KEY`, and each with `_URL`.
    """
    prefix = f"ANSIM_{name.upper().replace('-', '_')}"
    key = os.environ.get(f"{prefix}_KEY", "")
    url = os.environ.get(f"{prefix}_URL", SERVICES[name]).rstrip("/")
    return Service(url, key, os.environ.get(f"{prefix}_PLACE_KEY", "")) if key else None


def duty_file() -> Path | None:
    """The authority's own orders about facilities, as JSON: `ANSIM_ORDERS`."""
    named = os.environ.get("ANSIM_ORDERS", "")
    return Path(named) if named else None


def is_demo() -> bool:
    """Whether this is a demo: messages are shown on a local page and demo sign-ins exist."""
    return os.environ.get("ANSIM_DEMO") == "1"


def is_dev() -> bool:
    """Whether somebody works on this demo: sources are followed, portals show their errors."""
    return is_demo() and os.environ.get("ANSIM_DEV") == "1"


def seconds(name: str, default: float) -> float:
    """An interval that the environment may shorten or lengthen: `ANSIM_<NAME>_SECONDS`."""
    return float(os.environ.get(f"ANSIM_{name.upper()}_SECONDS", default))


def count_days() -> int:
    """For how many days owners see the totals of their venues: `ANSIM_COUNT_DAYS`. Raises SettingError."""
    named = os.environ.get("ANSIM_COUNT_DAYS", str(POLICY.count_days))
    if not named.isdecimal() or not POLICY.visit_days <= int(named) <= 400:
        raise SettingError(
            f"ANSIM_COUNT_DAYS is {named!r}: wanted days from {POLICY.visit_days} to 400"
        )
    return int(named)


def whole_number(name: str, default: int) -> int:
    """A number above 0 that the environment may change. Raises SettingError."""
    text = os.environ.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 1 << 31:
        raise SettingError(f"{name} is {text!r}: wanted a whole number above 0")
    return int(text)


def upload_bytes() -> int:
    """Bytes of a file that is brought to the business portal: `ANSIM_UPLOAD_BYTES`. The register takes some 500 a row."""
    return whole_number("ANSIM_UPLOAD_BYTES", 16 << 20)


def code_budgets() -> str:
    """Changes to the budgets of codes, such as `block/600=40`: see `ansim.domain.code_budgets`."""
    return os.environ.get("ANSIM_CODE_BUDGETS", "")


def bind_address() -> str:
    """The address at which this process listens: `ANSIM_BIND`, by default this machine alone."""
    return os.environ.get("ANSIM_BIND", "127.0.0.1")


def is_this_machine(host: str) -> bool:
    """Whether a host, by name or address, is this machine itself, so that nothing sent to it travels."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def portal_hosts(portal: str) -> list[str]:
    """The names by which browsers ask for a portal: `ANSIM_<PORTAL>_HOSTS`, such as `portal.jeju.example`.

    Raises SettingError for a wildcard, a scheme or a path: links in messages are made of these names.
    """
    name = f"ANSIM_{portal.upper()}_HOSTS"
    named = os.environ.get(name, "").replace(",", " ").split()
    for host in named:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", host):
            raise SettingError(
                f"{name} names {host!r}: wanted names of hosts alone, as portal.jeju.example"
            )
    return named


def trusted_proxies() -> list[str]:
    """Addresses and networks whose `X-Forwarded-For` tells where a request came from; nobody else's is believed.

    Raises SettingError for `*` or anything else that is no address: whoever believes everybody has no budget by network.
    """
    named = os.environ.get("ANSIM_TRUSTED_PROXIES", "").replace(",", " ").split()
    for proxy in named:
        try:
            ip_network(proxy)
        except ValueError:
            raise SettingError(
                f"ANSIM_TRUSTED_PROXIES names {proxy!r}: wanted addresses or networks, as 10.0.0.5 or 10.0.0.0/24"
            ) from None
    return named


def socket_path(name: Process | Literal["outbox", "cases", "campaigns"]) -> Path:
    """Where tracer or vault answers; the vault also at `owner`, `outbox`, `cases`, `campaigns`, for callers with own keys.

    `ANSIM_SOCKETS` moves the folder, as Unix sockets want short paths.
    """
    return Path(os.environ.get("ANSIM_SOCKETS", data_folder() / "sockets")) / f"{name}.sock"


def business_host() -> str:
    """The address of the business portal that messages and invitations carry: `ANSIM_BUSINESS_HOST`."""
    port = os.environ.get("ANSIM_BUSINESS_PORT", "8081")
    return os.environ.get("ANSIM_BUSINESS_HOST", f"http://localhost:{port}").rstrip("/")


def investigation_host() -> str:
    """The address of the console, to which the signing page sends staff back: `ANSIM_INVESTIGATION_HOST`."""
    port = os.environ.get("ANSIM_INVESTIGATION_PORT", "8082")
    return os.environ.get("ANSIM_INVESTIGATION_HOST", f"http://localhost:{port}").rstrip("/")


def signing_host() -> str:
    """The origin at which staff sign: `ANSIM_SIGNING_HOST`. Raises SettingError.

    Signatures are bound to it to the letter, so it is an origin and nothing else: `https://sign.jeju.example`.
    """
    port = os.environ.get("ANSIM_SIGNING_PORT", "8083")
    host = os.environ.get("ANSIM_SIGNING_HOST", f"http://localhost:{port}")
    if not re.fullmatch(r"https://[a-z0-9.-]+(:\d+)?|http://localhost(:\d+)?", host):
        raise SettingError(
            f"ANSIM_SIGNING_HOST is {host!r}: wanted https://HOST, in small letters and without a path"
        )
    return host


def demo_words() -> dict[str, str]:
    """One-time words by staff mark, which a demo tells the signing page: `ANSIM_DEMO_WORDS`, as MARK=WORD; none elsewhere."""
    named = os.environ.get("ANSIM_DEMO_WORDS", "").split() if is_demo() else []
    return dict(one.split("=", 1) for one in named if "=" in one)


def device_keys_serve() -> bool:
    """Whether a key of a browser is enough for signing, where no passkey can be had: `ANSIM_DEVICE_KEYS=1`, and in a demo."""
    return os.environ.get("ANSIM_DEVICE_KEYS", "1" if is_demo() else "") == "1"
