"""Which owner is signed in: kept in the session beside a hash that a moved or erased account breaks.

A session is staff's or an owner's. Signing in as either empties it first, and one that names both counts for nobody.
"""

import hmac
import time
from typing import Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare

from ansim.accounts.signed_in import names_staff
from ansim.business.models import Owner
from ansim.business.rights.owner_requests import BusinessRequest

_WHO, _HASH, _SEEN, _SINCE = "owner", "owner_hash", "owner_seen", "owner_since"
_SEEN_STEP: Final = 60  # seconds between two writes of "last seen"


def sign_in(request: BusinessRequest, owner: Owner) -> None:
    """Start a session for the owner under a fresh key; nothing of an earlier one is taken along."""
    request.session.flush()
    request.session[_WHO] = owner.pk
    request.session[_HASH] = _hash(owner)
    request.session[_SEEN] = request.session[_SINCE] = int(time.time())
    Owner.objects.filter(pk=owner.pk).update(last_seen_at=Now())
    request.owner, request.staff = owner, None


def sign_out(request: BusinessRequest) -> None:
    """End the session and forget its data."""
    request.session.flush()
    request.owner = None


def is_fresh(session: SessionBase, now: float) -> bool:
    """Whether the owner signed in so lately that what lets others in for good may be changed."""
    return bool(now - session.get(_SINCE, 0) <= settings.OWNER_FRESH_SECONDS)


def names_owner(session: SessionBase) -> bool:
    """Whether a session says that it is an owner's."""
    return _WHO in session


def owner_of(session: SessionBase, now: float) -> Owner | None:
    """The owner behind a session; None, with the session emptied, when it idled too long or is void."""
    if _WHO not in session:
        return None
    owner = Owner.objects.filter(pk=session[_WHO], erased_at=None).first()
    idle = now - session.get(_SEEN, 0) > settings.OWNER_IDLE_SECONDS
    same = owner is not None and constant_time_compare(session.get(_HASH, ""), _hash(owner))
    if idle or not same or names_staff(session):
        session.flush()
        return None
    if now - session[_SEEN] > _SEEN_STEP:
        session[_SEEN] = int(now)
    return owner


def _hash(owner: Owner) -> str:
    """Breaks with another number: who moved an account elsewhere leaves no session behind at the old phone."""
    message = b"owner session\0" + bytes(owner.phone_index or b"")
    return hmac.new(settings.SECRET_KEY.encode(), message, "sha256").hexdigest()
