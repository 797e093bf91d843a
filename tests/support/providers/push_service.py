"""A push service and a browser: subscriptions, what was pushed to them, and the browser's own way of opening it."""

import asyncio
import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from support.providers.http_server import CUT, Asked, Told
from support.providers.moods import TAKES, TOO_LONG, Mood


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def un64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """Somebody's phone: its keys never leave it."""

    name: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = b"sixteen bytes it"

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self, service: str) -> str:
        keys = {"p256dh": b64(self.public), "auth": b64(self.auth)}
        return json.dumps(
            {"endpoint": f"{service}/push/{self.name}", "expirationTime": None, "keys": keys}
        )

    def open(self, body: bytes) -> bytes:
        """RFC 8291, section 3.4 and RFC 8188, section 2, step by step, without the code under test."""
        salt, (size, length) = body[:16], struct.unpack("!IB", body[16:21])
        as_public, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), as_public)
        prk_key = _hmac(self.auth, self.key.exchange(ec.ECDH(), sender))
        ikm = _hmac(prk_key, b"WebPush: info\0" + self.public + as_public + b"\x01")
        prk = _hmac(salt, ikm)
        cek = _hmac(prk, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = _hmac(prk, b"Content-Encoding: nonce\0\x01")[:12]
        plain = AESGCM(cek).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert plain[-1:] == b"\x02"  # the last record, and the only one
        return plain[:-1]


def _hmac(key: bytes, data: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(data)
    return made.finalize()


@dataclass
class PushService:
    mood: Mood = Mood.WELL
    pushed: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    """To which browser, headers, body: every push that was taken."""
    waiting: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """By browser and topic: what a phone gets that comes back."""
    gone: dict[str, int] = field(default_factory=dict)
    """Browsers that gave up, and how the service says so."""
    refused: list[str] = field(default_factory=list)

    async def answer(self, asked: Asked) -> Told | None:
        name = asked.path.removeprefix("/push/")
        if self.mood is Mood.STRICT or not self._signed(asked):
            self.refused.append(name)
            return Told(403)
        if self.mood is Mood.BUSY:
            return Told(429, {}, {"retry-after": "7"})
        if name in self.gone:
            return Told(self.gone[name])
        assert asked.headers["content-encoding"] == "aes128gcm"
        assert int(asked.headers["ttl"]) > 0
        assert self.mood in TAKES
        self.pushed.append((name, asked.headers, asked.body))
        self.waiting[name, asked.headers.get("topic", "")] = asked.body
        match self.mood:
            case Mood.SLOW:
                await asyncio.sleep(TOO_LONG)
            case Mood.CUTS:
                return CUT
            case Mood.BROKEN:
                return Told(500)
        return Told(201)

    def _signed(self, asked: Asked) -> bool:
        scheme, _, rest = asked.headers.get("authorization", "").partition(" ")
        parts = dict(one.strip().split("=", 1) for one in rest.split(","))
        point = un64(parts["k"])
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        token = jwt.decode(parts["t"], ECKey.import_key(pem.decode()), algorithms=["ES256"])
        return (
            scheme == "vapid"
            and token.claims["aud"] == f"http://{asked.headers['host']}"
            and token.claims["sub"].startswith("mailto:")
        )
