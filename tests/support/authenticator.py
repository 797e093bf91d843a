"""A passkey device in software: makes passkeys and answers as a browser hands them on, right or wrong as a test wants."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, MADE = 1, 4, 64


def b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass
class Device:
    """One device with one passkey. `says` overrides what its browser writes of the page, `flags` what it did."""

    origin: str
    party: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: bytes = b""
    count: int = 0
    counts: bool = True
    flags: int = PRESENT | VERIFIED
    says: dict[str, Any] = field(default_factory=dict)

    @property
    def public(self) -> bytes:
        """The public key in COSE."""
        point = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})

    def make(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`."""
        self.handle = base64.urlsafe_b64decode(options["user"]["id"] + "==")
        told = self._told(MADE) + bytes(16) + len(self.id).to_bytes(2) + self.id
        made = {"fmt": "none", "attStmt": {}, "authData": told + self.public}
        page = self._page("webauthn.create", options)
        return self._answer(
            clientDataJSON=b64(page),
            attestationObject=b64(cbor2.dumps(made)),
            transports=["internal"],
        )

    def use(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`."""
        self.count += self.counts
        told, page = self._told(), self._page("webauthn.get", options)
        signature = self.key.sign(told + hashlib.sha256(page).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=b64(page),
            authenticatorData=b64(told),
            signature=b64(signature),
            userHandle=b64(self.handle),
        )

    def _told(self, more: int = 0) -> bytes:
        party = hashlib.sha256(self.party.encode()).digest()
        return party + bytes([self.flags | more]) + self.count.to_bytes(4)

    def _page(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said | self.says).encode()

    def _answer(self, **response: Any) -> str:
        name = b64(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
