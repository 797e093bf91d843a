"""Halves of registration codes on their way from keepers' signing pages to the vault: the console carries them and reads none.

Each of the two pages draws a half and seals the key that it makes (`word_key`) to the vault's public key, by ECDH on P-256,
SHA-256 and AES-256-GCM. What comes of it stands in the text that its keeper signs, so nobody puts another in its place.
"""

import base64
import hashlib
from typing import Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ansim.domain.staff_records import StaffTermsError
from ansim.keys import point_of

_POINT: Final = 65
Half = Literal["first", "second"]
"""Whose page drew it: of the keeper who signs first, or second. One never passes for the other."""
_HEADINGS: Final[dict[Half, bytes]] = {
    "first": b"ansim-staff-code-v1\0",
    "second": b"ansim-staff-code-second-v1\0",
}
_NONCE: Final = bytes(12)  # each key seals once


def read_private(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """The vault's half. Raises TypeError for a key of another kind."""
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("registration codes are sealed to a P-256 key")
    return key


def seal_half(
    public: ec.EllipticCurvePublicKey, word_key: bytes, staff: str, ref: str, half: Half
) -> str:
    """What a signing page writes into a text: the page does the same, and tests do."""
    own = ec.generate_private_key(ec.SECP256R1())
    shared = own.exchange(ec.ECDH(), public)
    point = point_of(own.public_key())
    sealed = _cipher(shared, point, staff, ref, half).encrypt(_NONCE, word_key, None)
    return base64.urlsafe_b64encode(point + sealed).rstrip(b"=").decode()


def open_half(
    private: ec.EllipticCurvePrivateKey, written: str, staff: str, ref: str, half: Half
) -> bytes:
    """The key that a half makes, 32 bytes.

    Raises StaffTermsError for what was sealed elsewhere, to another text, or as the other half.
    """
    sealed = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sealed[:_POINT])
        shared = private.exchange(ec.ECDH(), point)
        cipher = _cipher(shared, sealed[:_POINT], staff, ref, half)
        opened = cipher.decrypt(_NONCE, sealed[_POINT:], None)
    except (ValueError, InvalidTag):
        raise StaffTermsError("the registration code was not sealed for this text") from None
    return opened


def _cipher(shared: bytes, point: bytes, staff: str, ref: str, half: Half) -> AESGCM:
    bound = staff.encode() + ref.encode()
    return AESGCM(hashlib.sha256(_HEADINGS[half] + shared + point + bound).digest())
