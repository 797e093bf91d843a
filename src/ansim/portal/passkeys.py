"""Passkeys (WebAuthn level 3): what a browser is asked, and whether its answer is good. Neither session nor table is here.

Every passkey is discoverable, so that nobody types who they are, and its device makes sure of the person (PIN, finger,
face). No attestation is asked for: which make of key somebody carries is not the portal's business.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ansim.domain.errors import AnsimError

LONGEST_ANSWER: Final = 16_384
LONGEST_ID: Final = 1023  # bytes of a credential id (WebAuthn level 3, 4)
_WAIT: Final = 120_000  # milliseconds for which a browser waits for the person
_ALGORITHMS: Final = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_PORTS: Final = {"https": 443, "http": 80}


class PasskeyRefusedError(AnsimError):
    """An answer that proves nothing: of another site, another challenge, another key, or without the person."""


class PasskeyClonedError(PasskeyRefusedError):
    """The signature is right and its counter is not ahead of the last one: two devices hold this passkey."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The site that passkeys are made for: its id (the host alone), its name, the one origin of its pages."""

    id: str
    name: str
    origin: str

    @classmethod
    def at(cls, address: str, name: str) -> "RelyingParty":
        """The site at an address such as `https://biz.example.kr`. Raises ValueError where that has no host."""
        parts = urlsplit(address.lower())
        if not parts.hostname or parts.scheme not in _PORTS:
            raise ValueError(f"{address!r} is no address of a site: write https://HOST")
        port = "" if parts.port in {None, _PORTS[parts.scheme]} else f":{parts.port}"
        return cls(parts.hostname, name, f"{parts.scheme}://{parts.hostname}{port}")


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What is stored of a passkey that was made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    synced: bool


@dataclass(frozen=True, slots=True)
class KnownPasskey:
    """What is stored of a passkey, as far as an answer is judged by it; `handle` names whose it is."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    handle: bytes


def ask_to_make(
    party: RelyingParty, challenge: bytes, handle: bytes, name: str, known: Sequence[bytes]
) -> dict[str, Any]:
    """What `navigator.credentials.create` is asked. `known` are the person's passkeys: their devices make no second."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=handle,
        user_name=name,
        challenge=challenge,
        timeout=_WAIT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        supported_pub_key_algs=_ALGORITHMS,
    )
    return dict(json.loads(options_to_json(options)))


def ask_to_use(party: RelyingParty, challenge: bytes) -> dict[str, Any]:
    """What `navigator.credentials.get` is asked: any passkey of this site."""
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=_WAIT,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(json.loads(options_to_json(options)))


def verify_made(party: RelyingParty, challenge: bytes, answer: str) -> NewPasskey:
    """The passkey that a browser made. Raises PasskeyRefusedError."""
    _require_small(answer)
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
        _require_own_page(answer)
    except Exception as error:
        raise PasskeyRefusedError("this answer makes no passkey of this site") from error
    if not made.credential_id or len(made.credential_id) > LONGEST_ID:
        raise PasskeyRefusedError(f"the id of a passkey has 1 to {LONGEST_ID} bytes")
    synced = made.credential_device_type is CredentialDeviceType.MULTI_DEVICE
    return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count, synced)


def id_in(answer: str) -> bytes:
    """The id of the passkey that an answer says it is of; nothing is proven by it. Raises PasskeyRefusedError."""
    _require_small(answer)
    try:
        return parse_authentication_credential_json(answer).raw_id
    except Exception as error:
        raise PasskeyRefusedError("this is no answer of a passkey") from error


def verify_use(party: RelyingParty, challenge: bytes, answer: str, known: KnownPasskey) -> int:
    """The counter to store, after a person proved that they hold the passkey.

    Raises PasskeyRefusedError, and of its kind PasskeyClonedError once everything else about the answer is right.
    """
    _require_small(answer)
    try:
        said = parse_authentication_credential_json(answer)
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=known.public_key,
            # The library looks at the counter before the signature, so anybody could have a passkey called a clone.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        _require_own_page(answer)
    except Exception as error:
        raise PasskeyRefusedError("this answer proves no passkey of this site") from error
    if said.raw_id != known.credential_id or said.response.user_handle != known.handle:
        raise PasskeyRefusedError("this answer is of another passkey")
    count = used.new_sign_count
    if (count or known.sign_count) and count <= known.sign_count:
        raise PasskeyClonedError("the counter went back: the passkey was copied")
    return count


def _require_small(answer: str) -> None:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefusedError(f"an answer has at most {LONGEST_ANSWER} characters")


def _require_own_page(answer: str) -> None:
    """Refuse what was asked for from inside another site's frame, which the library lets pass."""
    said = json.loads(base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"]))
    if said.get("crossOrigin") or said.get("topOrigin"):
        raise ValueError("asked from within another site's page")
