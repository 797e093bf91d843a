"""The visitor's credential: an SD-JWT VC bound to the device key, traded for session tokens.

Formats: SD-JWT with key binding (RFC 9901), SD-JWT VC (`typ: dc+sd-jwt`, draft-ietf-oauth-sd-jwt-vc), `cnf` (RFC 7800).
One algorithm, ES256 (RFC 7518 §3.4); the header never chooses another. Only what proves "this number was verified"
is in it: no name, no number, and a `sub` that the gateway alone can read, so that nobody who sees a credential can
follow a person by it.
"""

import hashlib
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from ansim.domain.errors import AnsimError
from ansim.domain.quantities import PersonId
from ansim.visitor.api.problems import Problem
from ansim.visitor.api.sealed_texts import SealedTextError, Sealer, from_base64url, to_base64url
from ansim.visitor.session.device_keys import did_key, jwk_of, public_key, thumbprint
from ansim.visitor.session.selective_claims import DisclosureError, digest, disclose, opened
from ansim.visitor.session.wire import DeviceKey

TYPE: Final = "urn:ansim:credential:visitor:1"
LIFETIME: Final = 365 * 24 * 3600
LEEWAY: Final = 300  # between the phone's clock and ours, seconds
MOST_CHARACTERS: Final = 8192
_ALGORITHM: Final = "ES256"
_SUBJECT = struct.Struct(">16sI")  # person id, generation

Parsed = TypeVar("Parsed", bound=msgspec.Struct)


class CredentialError(AnsimError):
    """The presentation proves nothing: the message says which part."""


class _Header(msgspec.Struct, frozen=True):
    alg: Literal["ES256"]
    typ: str
    kid: str = ""
    crit: msgspec.UnsetType | Any = msgspec.UNSET


class _Confirmation(msgspec.Struct, frozen=True):
    jwk: DeviceKey
    kid: str


class _Claims(msgspec.Struct, frozen=True):
    iss: str
    vct: str
    sub: str
    iat: int
    exp: int
    cnf: _Confirmation
    sd: list[str] = msgspec.field(name="_sd")
    sd_alg: Literal["sha-256"] = msgspec.field(name="_sd_alg")


class _Binding(msgspec.Struct, frozen=True):
    iat: int
    aud: str
    nonce: str
    sd_hash: str


class Presented(msgspec.Struct, frozen=True):
    """What a valid presentation proves. The nonce is the caller's to check."""

    person: PersonId
    generation: int
    device: str  # did:key
    nonce: str
    disclosed: Mapping[str, Any]


class Issuer:
    """Issues credentials for one host and verifies presentations made to it.

    `retired` are public keys of issuers before a change of keys; their credentials are accepted until they expire.
    """

    def __init__(
        self,
        host: str,
        audience: str,
        private: EllipticCurvePrivateKey,
        master: bytes,
        retired: Sequence[EllipticCurvePublicKey] = (),
    ) -> None:
        self._host, self._audience = host, audience
        self._private = ECKey.import_key(private)
        self.keys = {
            thumbprint(jwk_of(key)): jwk_of(key) for key in (private.public_key(), *retired)
        }
        self._kid = next(iter(self.keys))
        self._public = {kid: ECKey.import_key(public_key(key)) for kid, key in self.keys.items()}
        self._sealer = Sealer(master, "subject")

    def issue(
        self,
        person: PersonId,
        generation: int,
        device: DeviceKey,
        country: str,
        now: float,
        means: str = "phone",
    ) -> str:
        """A credential `JWT~disclosure~…~`. Raises Problem.

        `country` is where the number belongs (ISO 3166), `means` how it was proven (phone, email).
        """
        moment = int(now)
        disclosures = [
            disclose("verified_by", means),
            disclose("verified_on", datetime.fromtimestamp(moment, UTC).date().isoformat()),
            disclose("number_country", country),
        ]
        claims = {
            "iss": self._host,
            "vct": TYPE,
            "sub": to_base64url(self._sealer.seal(_SUBJECT.pack(person, generation))),
            "iat": moment,
            "exp": moment + LIFETIME,
            "cnf": {"jwk": msgspec.to_builtins(device), "kid": did_key(device)},
            "_sd": sorted(map(digest, disclosures)),  # sorted: their order tells nothing (§4.2.4.1)
            "_sd_alg": "sha-256",
        }
        header = {"alg": _ALGORITHM, "typ": "dc+sd-jwt", "kid": self._kid}
        signed = jws.serialize_compact(
            header, msgspec.json.encode(claims), self._private, [_ALGORITHM]
        )
        return "~".join([signed, *disclosures, ""])

    def verify(self, presentation: str, now: float) -> Presented:
        """Check a presentation `JWT~…~KB-JWT` whole (RFC 9901 §7.3). Raises CredentialError."""
        if len(presentation) > MOST_CHARACTERS or not presentation.isascii():
            raise CredentialError("the presentation is too long or not ASCII")
        body, mark, proof = presentation.rpartition("~")
        if not mark or not proof:
            raise CredentialError("the key-binding proof is missing")
        signed, *disclosures = body.split("~")
        claims = self._claims(signed, now)
        try:
            disclosed = opened(claims.sd, disclosures, _Claims.__struct_encode_fields__)
            device = public_key(claims.cnf.jwk)
            person, generation = _SUBJECT.unpack(self._sealer.open(from_base64url(claims.sub)))
        except (DisclosureError, Problem, SealedTextError, struct.error) as error:
            raise CredentialError(str(error)) from None
        nonce = self._binding(proof, ECKey.import_key(device), f"{body}~", now)
        return Presented(person, generation, claims.cnf.kid, nonce, disclosed)

    def _claims(self, signed: str, now: float) -> _Claims:
        key = self._public.get(_header(signed, "dc+sd-jwt").kid)
        if key is None:
            raise CredentialError("the credential is signed by a key that is not ours")
        claims = _payload(signed, key, _Claims)
        if (claims.iss, claims.vct) != (self._host, TYPE):
            raise CredentialError("the credential is of another issuer or type")
        if not claims.iat - LEEWAY <= now < claims.exp:
            raise CredentialError("the credential has expired, or is not valid yet")
        return claims

    def _binding(self, proof: str, key: ECKey, body: str, now: float) -> str:
        _header(proof, "kb+jwt")
        binding = _payload(proof, key, _Binding)
        if binding.aud != self._audience:
            raise CredentialError("the proof was made for another host")
        if abs(now - binding.iat) > LEEWAY:
            raise CredentialError("the proof is not fresh: is the phone's clock right?")
        if binding.sd_hash != to_base64url(hashlib.sha256(body.encode()).digest()):
            raise CredentialError("the proof belongs to another presentation")
        return binding.nonce


def _header(token: str, kind: str) -> _Header:
    """The header, for the key's name alone; the signature is checked afterwards with the one algorithm."""
    try:
        header = msgspec.json.decode(from_base64url(token.partition(".")[0]), type=_Header)
    except (SealedTextError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise CredentialError(
            "a header cannot be read, or names another algorithm than ES256"
        ) from None
    if header.typ != kind or header.crit is not msgspec.UNSET:
        raise CredentialError(f"a header is not that of a {kind}")
    return header


def _payload(token: str, key: ECKey, kind: type[Parsed]) -> Parsed:
    try:
        signed = jws.deserialize_compact(token, key, [_ALGORITHM])
        return msgspec.json.decode(signed.payload, type=kind)
    except (JoseError, ValueError, msgspec.MsgspecError, RecursionError):
        raise CredentialError("a signature or its claims are not right") from None
