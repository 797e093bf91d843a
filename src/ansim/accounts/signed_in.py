"""Who is signed in: kept in the session beside a hash that a changed password breaks."""

import time
from typing import Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

from ansim.accounts.models import Staff
from ansim.accounts.requests import PortalRequest

_WHO, _HASH, _SEEN = "staff", "hash", "seen"
_SEEN_STEP: Final = 60  # seconds between two writes of "last seen"


def sign_in(request: PortalRequest, staff: Staff) -> None:
    """Start a session for the person, under a fresh session key; nothing of an earlier one is taken along."""
    request.session.flush()
    request.session[_WHO] = staff.pk
    request.session[_HASH] = staff.get_session_auth_hash()
    request.session[_SEEN] = int(time.time())
    request.staff = staff


def sign_out(request: PortalRequest) -> None:
    """End the session and forget its data."""
    request.session.flush()
    request.staff = None


def names_staff(session: SessionBase) -> bool:
    """Whether a session says that it is a member of staff's."""
    return _WHO in session


def staff_of(session: SessionBase, now: float) -> Staff | None:
    """The person behind a session; None, with the session emptied, when it idled too long or is void."""
    if _WHO not in session:
        return None
    staff = Staff.objects.filter(pk=session[_WHO], portal=settings.PORTAL, is_active=True).first()
    idle = now - session.get(_SEEN, 0) > settings.IDLE_SECONDS
    same = staff is not None and constant_time_compare(
        session.get(_HASH, ""), staff.get_session_auth_hash()
    )
    if idle or not same:
        session.flush()
        return None
    if now - session[_SEEN] > _SEEN_STEP:
        session[_SEEN] = int(now)
    return staff
