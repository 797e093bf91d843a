"""A visitor of tests: an invented number, a device key, and what the gateway gave them."""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from ansim.domain.policy import CONSENT as AGREED
from ansim.identity.phones import phone_index, read_phone
from support.presentations import Device
from support.system import System

CONSENT = AGREED.version

_numbers = itertools.count(4000)  # the browser tests number from 2000


def next_phone() -> str:
    """An invented number that no other test uses."""
    return f"010-0000-{next(_numbers):04d}"


@dataclass
class Visitor:
    """Somebody who signs up over HTTP as the app does."""

    system: System
    phone: str = field(default_factory=next_phone)
    name: str = ""
    device: Device = field(default_factory=Device)
    token: str = ""
    credential: str = ""

    def sign_up(self) -> "Visitor":
        """Verify the number; gives oneself, with a token and a credential."""
        body = self.code_for(self.phone) | {"consent": CONSENT, "device_key": jwk(self.device)}
        answer = self.system.http.post(
            "/v1/sessions", json=body | ({"name": self.name} if self.name else {})
        )
        assert answer.status_code == 201, answer.text
        self.token, self.credential = answer.json()["token"], answer.json()["credential"]
        return self

    def code_for(self, phone: str) -> dict[str, str]:
        """A verification of a number and its code, as bodies carry them."""
        begun = self.system.http.post("/v1/verifications", json={"phone": phone})
        assert begun.status_code == 201, begun.text
        code = self.system.code_for(read_phone(phone))
        return {"verification_id": begun.json()["verification_id"], "code": code, "phone": phone}

    def presentation(self, http: httpx.Client | None = None, **changes: Any) -> str:
        """The credential with a fresh proof."""
        http = http or self.system.http
        nonce = changes.pop("nonce", None) or http.post("/v1/nonces", json={}).json()["nonce"]
        audience = self.system.gateway_url.removeprefix("http://")
        return self.device.present(self.credential, nonce, audience, time.time(), **changes)

    def renew(self, http: httpx.Client | None = None, **changes: Any) -> httpx.Response:
        """Ask for a new token with the credential."""
        body = {"presentation": self.presentation(http, **changes)}
        return (http or self.system.http).post("/v1/sessions/renewals", json=body)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """A request under the visitor's session."""
        headers = {"Authorization": f"Bearer {self.token}", **headers}
        content = {} if body is None else {"json": body}
        return self.system.http.request(method, path, headers=headers, **content)

    def row(self) -> Any:
        """The stored identity of the number: (person_id, sealed, sealed_phone, withdrawn_at), or None."""
        index = phone_index(self.system.keys.secret("phone-index"), read_phone(self.phone))
        query = "SELECT person_id, sealed, sealed_phone, withdrawn_at FROM identity.identity WHERE phone_index = %s"
        with self.system.owner("identity") as connection:
            return connection.execute(query, [index]).fetchone()

    @property
    def person(self) -> bytes:
        """The person id behind the number."""
        found: bytes = self.row()[0]
        return found


def jwk(device: Device) -> dict[str, str]:
    """The public key as the app sends it."""
    return {"kty": "EC", "crv": "P-256", "x": device.jwk.x, "y": device.jwk.y}
