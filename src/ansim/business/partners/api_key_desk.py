"""Keys of the partner API: made once and shown once, found by their keyed hash, ended; each step for the audit and told."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from ansim.accounts.models import Staff
from ansim.business.models import ApiKey, Business, Owner, PartnerAct
from ansim.business.telling import portal_url, tell_all
from ansim.domain.api_keys import MOST_KEYS, ApiScope, life, new_api_key, prefix_of
from ansim.domain.errors import AnsimError
from ansim.domain.members import Right
from ansim.keys import folder
from ansim.notices.words import Template

_KEYS, _REQUESTS = b"ansim partner keys v1", b"ansim partner requests v1"
What = PartnerAct.What


class TooManyKeysError(AnsimError):
    """The business has as many keys as it may have."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who makes or ends something: an owner of the business, or a clerk for it."""

    owner: Owner | None = None
    staff: Staff | None = None


@dataclass(frozen=True, slots=True)
class FreshKey:
    """A key that was just made; `text` is shown this once and stored nowhere."""

    row: ApiKey
    text: str


@transaction.atomic
def make_key(
    business: Business, by: Doer, label: str, scopes: list[ApiScope], days: int
) -> FreshKey:
    """A key of a business. Raises TooManyKeysError."""
    Business.objects.select_for_update().get(pk=business.pk)
    if good_keys(business).count() >= MOST_KEYS:
        raise TooManyKeysError(f"a business has at most {MOST_KEYS} keys: end one first")
    text = new_api_key()
    row = ApiKey.objects.create(
        business=business,
        maker=by.owner,
        label=label,
        prefix=prefix_of(text) or "",
        key_hash=hash_of(text),
        scopes=[scope.value for scope in sorted(scopes)],
        expires_at=Now() + life(days),
    )
    row.refresh_from_db()
    note(business, by, What.KEY_MADE, f"{label} ({row.prefix})")
    _tell(business, Template.API_KEY_MADE, label)
    return FreshKey(row, text)


@transaction.atomic
def end_key(key: ApiKey, by: Doer) -> None:
    """Refuse a key from its next request on. Nothing happens where it has ended already."""
    if ApiKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=Now()):
        note(key.business, by, What.KEY_ENDED, f"{key.label} ({key.prefix})")
        _tell(key.business, Template.API_KEY_ENDED, key.label)


def good_keys(business: Business) -> QuerySet[ApiKey]:
    """The keys of a business that are accepted, newest first."""
    return business.api_keys.filter(ended_at=None, expires_at__gt=Now()).order_by("-id")


def find_key(text: str) -> ApiKey | None:
    """The row of a key, whether it is still good or not."""
    found = ApiKey.objects.select_related("business", "maker").filter(key_hash=hash_of(text))
    return found.first()


def note_use(key: ApiKey, today: date) -> None:
    """Remember the day of the last use: one write a day."""
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)


def note(business: Business, by: Doer, what: PartnerAct.What, label: str) -> None:
    """Add a line to the audit of a business's partners, in the caller's transaction."""
    PartnerAct.objects.create(
        business=business, what=what, label=label, owner=by.owner, staff=by.staff
    )


def hash_of(text: str) -> bytes:
    """What the database keeps of a key: a fast keyed hash, as 256 random bits are not guessed."""
    return hmac.digest(_derived(_KEYS), text.encode(), hashlib.sha256)


def hash_of_request(*parts: bytes) -> bytes:
    """What the database keeps of a request: keyed, as a body may hold a representative's name."""
    joined = b"".join(len(part).to_bytes(8) + part for part in parts)
    return hmac.digest(_derived(_REQUESTS), joined, hashlib.sha256)


@cache
def _derived(purpose: bytes) -> bytes:
    return hmac.digest(folder().secret("partner-keys"), purpose, hashlib.sha256)


def _tell(business: Business, template: Template, label: str) -> None:
    """Everybody who may make keys hears of each: a key that nobody of them wanted is noticed."""
    address = portal_url(f"/my/businesses/{business.pk}/api-keys")
    right = Right.API_KEY_CHANGE
    tell_all(business, template, right, business=business.name, label=label, url=address)
