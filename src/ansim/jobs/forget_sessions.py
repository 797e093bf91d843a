"""Sign-ins of both portals whose time is over."""

from dataclasses import dataclass

import psycopg

from ansim.settings.environment import dsn


@dataclass(frozen=True, slots=True)
class Ended:
    """How many rows one turn deleted, by portal."""

    business: int
    investigation: int


def forget_sessions() -> Ended:
    """Delete them; a browser that still has such a cookie is signed out already."""
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        row = connection.execute(
            "SELECT business_forget_sessions(), investigation_forget_sessions()"
        ).fetchone()
        return Ended(*row) if row else Ended(0, 0)
