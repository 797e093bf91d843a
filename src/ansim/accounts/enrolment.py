"""Enrol staff: an account in the main database, and for signers the public key in the vault's key folder.

Run by the operator (`ansim staff add`), who reaches both as the databases' owner; no portal can.
"""

from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction

from ansim.accounts.models import SigningKey, Staff
from ansim.accounts.permissions import Permission, Role, may
from ansim.accounts.signing_keys import make_signing_key
from ansim.domain.errors import AnsimError
from ansim.domain.signatures import Signer
from ansim.identity.signers import trust
from ansim.keys import KeyFolder

MINIMUM_PASSWORD: Final = 12


class EnrolmentError(AnsimError):
    """A member of staff could not be enrolled."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """What the operator enters. Signers (officers, approvers) need a passphrase for their signing key."""

    login: str
    name: str
    role: Role
    password: str
    passphrase: str = ""


def enrol(new: NewStaff, vault_keys: KeyFolder) -> Staff:
    """The new account. Raises EnrolmentError, WeakPassphraseError; nothing is left behind then."""
    if len(new.password) < MINIMUM_PASSWORD:
        raise EnrolmentError(f"a password has at least {MINIMUM_PASSWORD} characters")
    if new.password == new.passphrase:
        raise EnrolmentError(
            "the passphrase must differ from the password: one opens the door, one signs"
        )
    try:
        with transaction.atomic():
            staff = Staff.objects.enrol(new.login, new.name, new.role, new.password)
            if signs(new.role):
                key = make_signing_key(staff.ref, new.passphrase)
                SigningKey.objects.create(staff=staff, public=key.public, sealed=key.sealed)
                trust(vault_keys, Signer(staff.ref, new.role.value, key.public))
    except IntegrityError:
        raise EnrolmentError(
            f"the login {new.login!r} exists, or is not 3 to 60 of a-z 0-9 . _ @ -"
        ) from None
    return staff


def signs(role: Role) -> bool:
    """Whether the role signs warrants."""
    return may(role, Permission.WARRANT_REQUEST) or may(role, Permission.WARRANT_APPROVE)
