"""Sessions and sign-ins of both portals whose time is over."""

from dataclasses import dataclass

import psycopg

from ansim.settings.environment import dsn


@dataclass(frozen=True, slots=True)
class Ended:
    """How many rows one turn deleted: sessions by portal, and the trail of who signed in past its two years."""

    business: int
    investigation: int
    sign_ins: int


def forget_sessions() -> Ended:
    """Delete them; a browser that still has such a cookie is signed out already."""
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        row = connection.execute(
            "SELECT business_forget_sessions(), investigation_forget_sessions(), accounts_forget_sign_ins()"
        ).fetchone()
        return Ended(*row) if row else Ended(0, 0, 0)
