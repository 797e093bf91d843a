"""Files of the gateway as a phone reads them: the signature checked with a key of /v1/settings."""

import base64
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from support.system import System


def decoded(part: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def claims_of(system: System, path: str, key_name: str) -> dict[str, Any]:
    """What a signed file says."""
    answer = system.http.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/jose"
    key = system.http.get("/v1/settings").json()[key_name]
    head, body, signature = answer.text.split(".")
    assert json.loads(decoded(head))["kid"] == key["kid"]
    public = Ed25519PublicKey.from_public_bytes(decoded(key["x"]))
    public.verify(decoded(signature), f"{head}.{body}".encode())
    claims: dict[str, Any] = json.loads(decoded(body))
    return claims
