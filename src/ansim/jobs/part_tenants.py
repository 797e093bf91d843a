"""Places that are no longer part of a site: searched with it until the visits of that time are gone, then let go."""

import psycopg

from ansim.domain.retention import POLICY
from ansim.settings.environment import dsn


def part_tenants(days: int = POLICY.visit_days) -> int:
    """Let go of the parts that ended so many days ago; returns how many."""
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as connection:
        row = connection.execute("SELECT business_part_tenants(%s)", [days]).fetchone()
        return row[0] if row else 0
