"""A laboratory's system as it stands outside: its key, and what it signs, right or wrong as a test wants."""

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey

from ansim.domain.days import local_day
from ansim.identity.laboratories.calls import NotifyByLaboratory
from ansim.identity.laboratories.enrolled_laboratories import EnrolledKey, add, add_key, bar
from ansim.identity.phones import read_phone
from ansim.settings.environment import signing_host
from support.authenticator import b64
from support.notified import PATIENT
from support.rights import Rights

TYPE = "ansim-notification+jwt"


def new_key(algorithm: str = "ES256") -> Any:
    return ECKey.generate_key("P-256") if algorithm == "ES256" else OKPKey.generate_key("Ed25519")


def site() -> str:
    return signing_host().partition("://")[2]


@dataclass
class Laboratory:
    """An enrolled laboratory. `alg` is how its headers call its algorithm."""

    ref: str
    name: str
    key: Any
    alg: str = "ES256"
    team: str = ""
    agency: str = ""
    tokens: list[bytes] = field(default_factory=list)

    @property
    def kid(self) -> str:
        return str(self.key.thumbprint())

    def claims(self, phone: str | None, /, **changes: Any) -> dict[str, Any]:
        """What it notifies about a number; about somebody without one for None. A change to None leaves the claim out."""
        said = {
            "iss": self.ref,
            "jti": secrets.token_hex(8),
            "iat": int(time.time()),
            "aud": site(),
            "subject": read_phone(phone) if phone else "none",
            "disease": "covid19",
            "anchor": local_day(time.time()).isoformat(),
            "anchor_kind": "specimen-date",
            "agency": self.agency,
            "team": self.team,
        }
        return {name: value for name, value in (said | changes).items() if value is not None}

    def header(self, **changes: Any) -> dict[str, Any]:
        said = {"alg": self.alg, "typ": TYPE, "kid": self.kid} | changes
        return {name: value for name, value in said.items() if value is not None}

    def sign(self, claims: dict[str, Any]) -> bytes:
        return self.sign_bytes(json.dumps(claims, ensure_ascii=False).encode())

    def sign_bytes(self, content: bytes) -> bytes:
        header = self.header()
        return jws.serialize_compact(header, content, self.key, [self.alg]).encode()

    def forged(self, claims: dict[str, Any], header: dict[str, Any], key: Any = None) -> bytes:
        """The claims under any header at all, signed by the raw key: libraries refuse to write some of these."""
        return raw_token(header, json.dumps(claims).encode(), key or self.key)

    def notification(self, phone: str | None, /, **changes: Any) -> NotifyByLaboratory:
        return NotifyByLaboratory(self.sign(self.claims(phone, **changes)))


def raw_token(header: Any, content: bytes, key: Any) -> bytes:
    """A compact JWS with whatever header, by an elliptic key's own algorithm."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    signed = f"{b64(text)}.{b64(content)}".encode()
    name = "ES256" if isinstance(key, ECKey) else "Ed25519"
    model = jws.default_registry.algorithms[name]
    return signed + b"." + b64(model.sign(signed, key)).encode()


def enrol_laboratory(
    name: str = "", *, alg: str = "ES256", team: str = "", a_day: int = 300
) -> Laboratory:
    """Enrol a laboratory as the operator does."""
    name = name or f"한라검사센터 {secrets.token_hex(3)}"
    key = new_key(alg)
    with key_file(key) as file:
        enrolled = add(name, file, a_day)
    return Laboratory(enrolled.iss, name, key, alg, team)


def another_key(laboratory: Laboratory, alg: str = "ES256") -> EnrolledKey:
    laboratory.key, laboratory.alg = new_key(alg), alg
    with key_file(laboratory.key) as file:
        return add_key(laboratory.ref, file)


@contextmanager
def key_file(key: Any) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "key.jwk"
        file.write_text(json.dumps(key.as_dict(private=False)))
        yield file


def bar_laboratory(laboratory: Laboratory, kid: str = "") -> int:
    return bar(laboratory.ref, kid)


def notify(
    rights: Rights, laboratory: Laboratory, phone: str | None = PATIENT, **changes: Any
) -> str:
    return rights.vault.notify_by_laboratory(laboratory.notification(phone, **changes)).case


def noted(rights: Rights, laboratory: Laboratory) -> int:
    with rights.system.owner("identity") as identity:
        row = identity.execute(
            "SELECT count(*) FROM vault.laboratory_notification WHERE laboratory = %s",
            [laboratory.ref],
        ).fetchone()
    assert row
    return int(row[0])
