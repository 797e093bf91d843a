"""Is this signature of that text, by that key, made on the signing page with its person there? (WebAuthn level 3, §7.2)

The origin is compared to the letter, port included: on localhost nothing else separates the signing page from the console.
"""

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import CredentialDeviceType

from ansim.domain.signatures import KeyKind, SignatureRefusedError, StaffSignature, challenge_of
from ansim.domain.signed_texts import DEVICE_HEADING

LONGEST: Final = 16_384
SHORTEST_ID, LONGEST_ID = 16, 1023  # bytes (WebAuthn level 3, §4)
_ALGORITHMS: Final = [COSEAlgorithmIdentifier.ECDSA_SHA_256, COSEAlgorithmIdentifier.EDDSA]


@dataclass(frozen=True, slots=True)
class SigningSite:
    """Where staff sign: the origin of the signing page, and the RP ID, its full host name."""

    origin: str
    rp_id: str

    @classmethod
    def at(cls, origin: str) -> "SigningSite":
        """The site of an origin such as `https://sign.example.kr`."""
        return cls(origin, urlsplit(origin).hostname or "")

    @property
    def name(self) -> str:
        """What texts call the site: the origin without its scheme."""
        return self.origin.partition("://")[2]


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key of a member of staff: COSE for a passkey, the uncompressed P-256 point (65 bytes) for a device key."""

    credential: bytes
    kind: KeyKind
    public_key: bytes
    sign_count: int = 0
    aaguid: str = ""
    backup_eligible: bool = False


def require_signature(
    site: SigningSite, text: bytes, signature: StaffSignature, key: StoredKey
) -> int:
    """The passkey's counter after this signature, 0 for a device key. Raises SignatureRefusedError.

    A counter that goes back is refused too, once all else about the signature is right: the passkey was copied.
    """
    if signature.credential != key.credential:
        raise SignatureRefusedError("the signature is of another key")
    if key.kind == "device":
        if signature.authenticator_data or signature.client_data:
            raise SignatureRefusedError("a device key makes no assertion")
        _require_device_signature(key.public_key, text, signature.signature)
        return 0
    count = _passkey_count(site, text, signature, key)
    if (count or key.sign_count) and count <= key.sign_count:
        raise SignatureRefusedError("the passkey's counter went back: it was copied")
    return count


def passkey_made(site: SigningSite, text: bytes, answer: str) -> StoredKey:
    """The passkey that was made for an enrolment text. Raises SignatureRefusedError."""
    if len(answer) > LONGEST:
        raise SignatureRefusedError(f"an answer has at most {LONGEST} characters")
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge_of(text),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
        said = json.loads(answer)["response"]["clientDataJSON"]
        _require_own_page(base64url_to_bytes(said))
    except Exception as error:
        raise SignatureRefusedError("this answer makes no passkey of the signing page") from error
    if not SHORTEST_ID <= len(made.credential_id) <= LONGEST_ID:
        raise SignatureRefusedError(f"a credential's id has {SHORTEST_ID} to {LONGEST_ID} bytes")
    synced = made.credential_device_type is CredentialDeviceType.MULTI_DEVICE
    return StoredKey(
        made.credential_id,
        "passkey",
        made.credential_public_key,
        made.sign_count,
        made.aaguid,
        synced,
    )


def device_key_made(text: bytes, point: bytes, signature: bytes) -> StoredKey:
    """The device key that signed its own enrolment text. Raises SignatureRefusedError."""
    _require_device_signature(point, text, signature)
    return StoredKey(challenge_of(point), "device", point)


def _passkey_count(
    site: SigningSite, text: bytes, signature: StaffSignature, key: StoredKey
) -> int:
    answer: dict[str, Any] = {
        "id": bytes_to_base64url(signature.credential),
        "rawId": bytes_to_base64url(signature.credential),
        "type": "public-key",
        "response": {
            "clientDataJSON": bytes_to_base64url(signature.client_data),
            "authenticatorData": bytes_to_base64url(signature.authenticator_data),
            "signature": bytes_to_base64url(signature.signature),
        },
    }
    if len(signature.client_data) + len(signature.authenticator_data) > LONGEST:
        raise SignatureRefusedError("an assertion is shorter than that")
    try:
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge_of(text),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=0,  # looked at by the caller, after the signature
            require_user_verification=True,
        )
        _require_own_page(signature.client_data)
    except Exception as error:
        raise SignatureRefusedError("the signature is not of this text, page and key") from error
    return int(used.new_sign_count)


def _require_own_page(client_data: bytes) -> None:
    """Refuse what was asked for from inside another site's frame, which the library lets pass."""
    said = json.loads(client_data)
    if said.get("crossOrigin") or said.get("topOrigin"):
        raise ValueError("asked from within another site's page")


def _require_device_signature(point: bytes, text: bytes, signature: bytes) -> None:
    """WebCrypto's form: r and s, 32 bytes each."""
    if len(signature) != 64 or len(point) != 65:
        raise SignatureRefusedError("a device key signs with 64 bytes and is a point of 65")
    try:
        r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        public.verify(encode_dss_signature(r, s), DEVICE_HEADING + text, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise SignatureRefusedError("the signature is not of this text and device key") from error
