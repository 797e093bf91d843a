"""Who is signed in: a session holds the mark of its sign-in, and lives no longer than that and its person do."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.middleware.csrf import rotate_token

from ansim.accounts.models import SignIn, Staff
from ansim.accounts.requests import PortalRequest
from ansim.domain.code_budgets import block_of
from ansim.identity.staff.signed_calls import Recognised
from ansim.portal.callers import address_of

_SIGN_IN, _SEEN = "sign_in", "seen"
_SEEN_STEP: Final = 60  # seconds between two writes of "last seen"


def sign_in(request: PortalRequest, staff: Staff, key: Recognised) -> None:
    """Start a session for the person, under a fresh session key; nothing of an earlier one is taken along."""
    request.session.flush()
    begun = SignIn.objects.create(
        staff=staff,
        portal=settings.PORTAL,
        key=key.key,
        kind=key.kind,
        network=block_of(address_of(request)),
    )
    request.session[_SIGN_IN] = begun.pk
    request.session[_SEEN] = int(time.time())
    rotate_token(request)
    request.staff = staff


def sign_out(request: PortalRequest) -> None:
    """End the session and forget its data."""
    end([request.session.get(_SIGN_IN)])
    request.session.flush()
    request.staff = None


def end(sign_ins: Iterable[int | None]) -> None:
    """End the sessions of these sign-ins at once."""
    now = datetime.now(UTC)
    SignIn.objects.filter(pk__in=[one for one in sign_ins if one], ended_at=None).update(
        ended_at=now
    )


def names_staff(session: SessionBase) -> bool:
    """Whether a session says that it is a member of staff's."""
    return _SIGN_IN in session


def own_sign_in(session: SessionBase) -> int | None:
    """The sign-in that began this session."""
    found = session.get(_SIGN_IN)
    return found if isinstance(found, int) else None


def staff_of(session: SessionBase, now: float) -> Staff | None:
    """The person behind a session; None, with the session emptied, when it idled or lasted too long or is void."""
    if _SIGN_IN not in session:
        return None
    begun = (
        SignIn.objects.select_related("staff")
        .filter(
            pk=session[_SIGN_IN],
            ended_at=None,
            staff__portal=settings.PORTAL,
            staff__is_active=True,
        )
        .first()
    )
    idle = now - session.get(_SEEN, 0) > settings.IDLE_SECONDS
    if begun is None or idle or now - begun.at.timestamp() > settings.SIGNED_IN_SECONDS:
        session.flush()
        return None
    if now - session[_SEEN] > _SEEN_STEP:
        session[_SEEN] = int(now)
    return begun.staff
