"""Slow down guessing: a few failed tries within a quarter of an hour close the door for the rest of it."""

import hmac
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings

from ansim.accounts.models import Attempt

LIMIT: Final = 5
NETWORK_LIMIT: Final = 40  # of a network, by whomever: an office of many people shares an address
PERIOD: Final = timedelta(minutes=15)


def is_closed(purpose: str, whose: str, limit: int = LIMIT) -> bool:
    """Whether too many tries failed lately. `whose` is stored as a keyed hash alone."""
    since = datetime.now(UTC) - PERIOD
    return Attempt.objects.filter(whose=_mark(purpose, whose), at__gte=since).count() >= limit


def note_failure(purpose: str, whose: str) -> None:
    """Count one failed try; those past their period go, whosever they were."""
    Attempt.objects.filter(at__lt=datetime.now(UTC) - PERIOD).delete()
    Attempt.objects.create(whose=_mark(purpose, whose), portal=settings.PORTAL)


def _mark(purpose: str, whose: str) -> bytes:
    message = f"{purpose}\0{whose.strip().lower()}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), message, "sha256")
