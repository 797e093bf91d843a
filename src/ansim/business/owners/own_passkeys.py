"""An owner's passkeys: made, used to sign in, removed. The code to the phone stays whatever becomes of them."""

from typing import Final

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ansim.business.models import Owner, Passkey
from ansim.business.owners.owner_desk import OwnerDesk
from ansim.business.telling import portal_url, tell
from ansim.domain.errors import AnsimError
from ansim.notices.words import Template
from ansim.portal.passkeys import (
    KnownPasskey,
    PasskeyClonedError,
    PasskeyRefusedError,
    RelyingParty,
    id_in,
    verify_made,
    verify_use,
)
from ansim.settings.environment import business_host

MOST: Final = 10


class TooManyPasskeysError(AnsimError):
    """The owner has as many passkeys as one account may."""


def party() -> RelyingParty:
    """This portal, as passkeys know it: `ANSIM_BUSINESS_HOST`."""
    return RelyingParty.at(business_host(), _("Business portal"))


@transaction.atomic
def add(owner: Owner, challenge: bytes, answer: str, label: str) -> Passkey:
    """Store a passkey that was made, and tell its owner. Raises PasskeyRefusedError, TooManyPasskeysError."""
    made = verify_made(party(), challenge, answer)
    Owner.objects.select_for_update().get(pk=owner.pk, erased_at=None)
    if owner.passkeys.count() >= MOST:
        raise TooManyPasskeysError(f"an account has at most {MOST} passkeys: remove one first")
    try:
        with transaction.atomic():
            passkey = Passkey.objects.create(
                owner=owner,
                credential_id=made.credential_id,
                public_key=made.public_key,
                sign_count=made.sign_count,
                synced=made.synced,
                label=label,
            )
    except IntegrityError as error:
        raise PasskeyRefusedError("this passkey is somebody's already") from error
    tell(owner, Template.PASSKEY_ADDED, url=portal_url(reverse("owners:passkeys")))
    return passkey


def use(desk: OwnerDesk, challenge: bytes, answer: str) -> Owner:
    """The owner whose passkey answered. Raises PasskeyRefusedError; a copied passkey is blocked and its owner told."""
    try:
        return _used(desk, challenge, answer)
    except PasskeyClonedError:
        _block(id_in(answer))
        raise


@transaction.atomic
def _used(desk: OwnerDesk, challenge: bytes, answer: str) -> Owner:
    # Locked, so that neither a counter nor a challenge serves two who come at once.
    found = Passkey.objects.select_for_update(of=("self",)).select_related("owner")
    passkey = found.filter(credential_id=id_in(answer), owner__erased_at=None).first()
    if passkey is None or passkey.blocked_at is not None:
        raise PasskeyRefusedError("no account has this passkey")
    known = KnownPasskey(
        bytes(passkey.credential_id),
        bytes(passkey.public_key),
        passkey.sign_count,
        desk.passkey_handle(passkey.owner_id),
    )
    if passkey.used_challenge is not None and bytes(passkey.used_challenge) == challenge:
        raise PasskeyRefusedError("this challenge was answered already")
    passkey.sign_count = verify_use(party(), challenge, answer, known)
    passkey.used_on, passkey.used_challenge = localdate(), challenge
    passkey.save(update_fields=["sign_count", "used_on", "used_challenge"])
    return passkey.owner


@transaction.atomic
def _block(credential_id: bytes) -> None:
    rows = Passkey.objects.filter(credential_id=credential_id, blocked_at=None)
    passkey = rows.select_related("owner").first()
    if passkey is not None and rows.update(blocked_at=Now()):
        address = portal_url(reverse("owners:passkeys"))
        tell(passkey.owner, Template.PASSKEY_BLOCKED, url=address)
