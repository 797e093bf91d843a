"""A stored row as the identity that officers read: whom to call, and what of it does not open."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from phonenumbers import NumberParseException

from ansim.domain.quantities import PersonId
from ansim.identity.calls import CaseHandles, Identity
from ansim.identity.phones import show_phone
from ansim.identity.sealing import Particulars, SealBrokenError, unseal


@dataclass(frozen=True, slots=True)
class StoredIdentity:
    """What is stored of a person, and of a child's guardian beside it: the columns of `sealed_of`.

    `sealed_phone` is the number that was changed to since the sign-up.
    """

    person: PersonId
    sealed: bytes
    sealed_phone: bytes | None = None
    guardian: PersonId | None = None
    guardian_sealed: bytes | None = None
    guardian_sealed_phone: bytes | None = None


def identity_of(
    private_key: X25519PrivateKey, stored: StoredIdentity, handles: CaseHandles
) -> Identity:
    """The identity of one row, under its handles in a case.

    What does not open is left empty and told, so that it hides nothing else. A child has its own name and the guardian's
    number, as that is now: the child's seal holds the one of its first day.
    """
    own = _opened(private_key, stored.person, stored.sealed)
    if stored.guardian is None or stored.guardian_sealed is None:
        reach = _reach(private_key, stored.person, stored.sealed, stored.sealed_phone)
    else:
        reach = _reach(
            private_key, stored.guardian, stored.guardian_sealed, stored.guardian_sealed_phone
        )
    phone, email = reach or ("", "")
    return Identity(
        handles.handle,
        own.name if own else "",
        phone,
        email,
        damaged=own is None or reach is None,
        unverified=own is not None and own.unverified,
        register=handles.register,
    )


def _opened(private_key: X25519PrivateKey, person: PersonId, sealed: bytes) -> Particulars | None:
    try:
        return unseal(private_key, person, sealed)
    except SealBrokenError:
        return None


def _reach(
    private_key: X25519PrivateKey, person: PersonId, sealed: bytes, sealed_phone: bytes | None
) -> tuple[str, str] | None:
    """The number as people write it, and the proven e-mail address, in whose place a changed number was proven."""
    try:
        if sealed_phone is not None:
            return show_phone(unseal(private_key, person, sealed_phone).phone), ""
        opened = unseal(private_key, person, sealed)
        return show_phone(opened.phone) if opened.phone else "", opened.email
    except (SealBrokenError, NumberParseException):  # a seal may also hold what is no number
        return None
