"""How fast a key may ask: a bucket a key in the database, so that all threads and portals count as one."""

import math
import os
from dataclasses import dataclass

from django.db import connection

from ansim.business.models import ApiKey
from ansim.business.partners.problems import TOO_FAST, RefusedError
from ansim.database.named_statements import read_statements

_SQL = read_statements("ansim.business.partners")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests at once, and so many more each minute."""

    burst: int
    per_minute: int

    @property
    def per_second(self) -> float:
        """How fast a bucket fills."""
        return self.per_minute / 60

    @property
    def window(self) -> int:
        """Seconds in which an empty bucket is full again."""
        return math.ceil(self.burst / self.per_second)


def rate() -> Rate:
    """The limit of this installation: `ANSIM_PARTNER_BURST`, `ANSIM_PARTNER_PER_MINUTE`."""
    return Rate(
        int(os.environ.get("ANSIM_PARTNER_BURST", "60")),
        int(os.environ.get("ANSIM_PARTNER_PER_MINUTE", "120")),
    )


def take_one(key: ApiKey, limit: Rate) -> dict[str, str]:
    """Count a request; returns the headers that say what is left. Raises RefusedError with Retry-After."""
    values = {"key": key.pk, "burst": limit.burst, "per_second": limit.per_second}
    with connection.cursor() as cursor:
        cursor.execute(_SQL["take_token"], values)
        row = cursor.fetchone()
        if row is not None:
            return _headers(limit, row[0])
        cursor.execute(_SQL["tokens_left"], values)
        left = float(cursor.fetchone()[0])
    seconds = max(1, math.ceil((1 - left) / limit.per_second))
    headers = {**_headers(limit, 0), "Retry-After": str(seconds)}
    raise RefusedError(TOO_FAST, headers=headers, seconds=seconds)


def _headers(limit: Rate, left: float) -> dict[str, str]:
    """The fields of the IETF draft on rate limits: the policy, what is left, and when the bucket is full again."""
    full_in = math.ceil((limit.burst - left) / limit.per_second)
    return {
        "RateLimit-Policy": f'"key";q={limit.burst};w={limit.window}',
        "RateLimit": f'"key";r={max(0, math.floor(left))};t={full_in}',
    }
