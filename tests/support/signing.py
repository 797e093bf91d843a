"""Staff's keys in software: passkeys and device keys that sign texts, right or wrong as a test wants."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ansim.domain.signatures import StaffSignature
from ansim.settings.environment import signing_host
from support.authenticator import Device, b64

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def passkey(login: str, staff: str = "") -> Device:
    """The passkey of one of the cast: its key follows from the login; its counter stays 0, as a synced one's does."""
    seed = hashlib.sha256(f"passkey of {login}".encode()).digest()
    key = ec.derive_private_key(int.from_bytes(seed) % (_ORDER - 1) + 1, ec.SECP256R1())
    device = Device(signing_host(), "localhost", key, id=seed, handle=staff.encode())
    device.counts = False
    return device


def put_passkey(identity: Any, login: str, staff: str) -> None:
    """Enrol the passkey of one of the cast, as the vault would have stored it."""
    device = passkey(login)
    identity.execute(
        "INSERT INTO vault.staff_key (credential, staff, kind, public_key) VALUES (%s, %s, 'passkey', %s)",
        [device.id, staff, device.public],
    )


def assertion(device: Device, text: bytes, staff: str) -> StaffSignature:
    """What a browser answers on the signing page for a text."""
    challenge = b64(hashlib.sha256(text).digest())
    response = json.loads(device.use({"challenge": challenge}))["response"]
    return StaffSignature(
        staff=staff,
        credential=device.id,
        signature=decoded(response["signature"]),
        authenticator_data=decoded(response["authenticatorData"]),
        client_data=decoded(response["clientDataJSON"]),
    )


@dataclass
class BrowserKey:
    """A device key, as WebCrypto makes one."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.point).digest()

    def raw(self, text: bytes, heading: bytes = b"ansim-device-signature-v2\n") -> bytes:
        r, s = decode_dss_signature(self.key.sign(heading + text, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def sign(self, text: bytes, staff: str) -> StaffSignature:
        return StaffSignature(staff=staff, credential=self.id, signature=self.raw(text))


def text_in(page: str) -> bytes:
    """The text that a page of the console sends to the signing page."""
    address = page.split("data-go", 1)[0].rsplit('href="', 1)[1].split('"', 1)[0]
    sent = parse_qs(urlsplit(address.replace("&amp;", "&")).fragment)
    assert address.startswith(f"{signing_host()}/#"), address
    return decoded(sent["text"][0])


def answer_of(text: bytes, signature: StaffSignature) -> str:
    """What the signing page sends back in the fragment."""
    told = {
        "staff": signature.staff,
        "credential": b64(signature.credential),
        "signature": b64(signature.signature),
        "authenticator_data": b64(signature.authenticator_data),
        "client_data": b64(signature.client_data),
    }
    return b64(json.dumps({"text": b64(text), "signature": told}).encode())
