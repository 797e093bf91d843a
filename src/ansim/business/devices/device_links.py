"""Links for a venue's own devices: the phone that reads visitors' passes, and the screen that shows a changing code.

`ansim venues reader CODE` and `ansim venues display CODE` print them. What makes a device trusted stands behind the `#`,
which no server and no log ever sees; so a link is a secret, to be opened on that device and not to be sent around.
"""

import secrets
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Annotated, Any

import psycopg
import typer

from ansim.database import embedded
from ansim.database.named_statements import read_statements
from ansim.domain.codes import read_code
from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError
from ansim.keys import folder
from ansim.settings.environment import (
    dsn,
    embedded_folder,
    public_host,
    uses_embedded_server,
)
from ansim.visitor.api.sealed_texts import to_base32
from ansim.visitor.devices import Readers

SQL = read_statements("ansim.business.devices")
SECRET_BYTES = 20  # RFC 4226 §4 wants 128 bits and recommends 160


class NoSuchCodeError(AnsimError):
    """The code is none, or belongs to no venue, or was revoked."""


def reader_link(code: str, now: float) -> tuple[str, datetime]:
    """The link for the venue's phone and when it expires. Raises NoSuchCodeError."""
    canonical = _read(code)
    with psycopg.connect(dsn("gateway", "main"), autocommit=True) as connection:
        _venue_of(connection, canonical)
    token, expires_at = Readers(folder().secret("session")).issue(canonical, now)
    return f"{public_host()}/reader#{token}", datetime.fromtimestamp(expires_at, VENUE_ZONE)


def display_link(code: str, *, renew: bool = False) -> str:
    """The link for the venue's screen; its secret is made where there is none, or anew. Raises NoSuchCodeError."""
    canonical = _read(code)
    with psycopg.connect(dsn("business", "main")) as connection:
        venue = _venue_of(connection, canonical)
        fresh = secrets.token_bytes(SECRET_BYTES)
        found = connection.execute(
            SQL["display_secret"], {"venue": venue, "fresh": fresh, "renew": renew}
        ).fetchone()
    if found is None:
        raise NoSuchCodeError("the venue went away meanwhile: try again")
    return f"{public_host()}/display#{canonical}.{to_base32(bytes(found[0]))}"


def _read(code: str) -> str:
    canonical = read_code(code)
    if canonical is None:
        raise NoSuchCodeError(
            f"{code!r} is no venue code: it has 16 letters and digits, as on the poster"
        )
    return canonical


def _venue_of(connection: "psycopg.Connection[Any]", code: str) -> int:
    found = connection.execute(SQL["venue_of_live_code"], [code]).fetchone()
    if found is None:
        raise NoSuchCodeError(
            f"no venue has the code {code}, or it was revoked: use the code of the present poster"
        )
    return int(found[0])


def _database() -> AbstractContextManager[object]:
    return embedded.running(embedded_folder()) if uses_embedded_server() else nullcontext()


def reader_command(
    code: Annotated[str, typer.Argument(help="the venue's code, as on its poster")],
) -> None:
    """Print the link that makes a phone the venue's reader of visitor passes."""
    with _database():
        link, expires_at = reader_link(code, time.time())
    typer.echo(f"{link}\nvalid until {expires_at:%Y-%m-%d}, or until the venue's code is reissued")


def display_command(
    code: Annotated[str, typer.Argument(help="the venue's code, as on its poster")],
    *,
    renew: Annotated[
        bool, typer.Option("--renew", help="make a fresh secret: other screens go dark")
    ] = False,
) -> None:
    """Print the link that makes a screen show the venue's QR with a code that changes every 30 seconds."""
    with _database():
        link = display_link(code, renew=renew)
    typer.echo(link)
