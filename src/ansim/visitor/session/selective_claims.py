"""Selective disclosure (SD-JWT, RFC 9901): claims as salted digests, opened by the holder one by one."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ansim.domain.errors import AnsimError
from ansim.visitor.api.sealed_texts import SealedTextError, from_base64url, to_base64url

_SALT_BYTES = 16  # RFC 9901 §9.3 wants 128 bits
_RESERVED = frozenset({"_sd", "_sd_alg", "..."})


class DisclosureError(AnsimError):
    """A disclosure is malformed, is not in the credential, or stands there twice."""


def disclose(name: str, value: object) -> str:
    """One disclosure: base64url of the JSON `[salt, name, value]` (§4.2.1)."""
    return to_base64url(
        msgspec.json.encode([to_base64url(secrets.token_bytes(_SALT_BYTES)), name, value])
    )


def digest(disclosure: str) -> str:
    """What the issuer signs of a disclosure: base64url SHA-256 of its very letters (§4.2.3)."""
    return to_base64url(hashlib.sha256(disclosure.encode("ascii")).digest())


def opened(
    digests: Sequence[str], disclosures: Iterable[str], plain: Iterable[str]
) -> Mapping[str, object]:
    """The claims that these disclosures open (§7.1, for object members at the top).

    Each must be in `digests`, none twice, and none may stand for a claim that is `plain` already.
    Raises DisclosureError.
    """
    if len(set(digests)) != len(digests):
        raise DisclosureError("a digest stands twice in the credential")
    left, taken = set(digests), _RESERVED.union(plain)
    claims: dict[str, object] = {}
    for disclosure in disclosures:
        name, value = _read(disclosure)
        if digest(disclosure) not in left:
            raise DisclosureError("a disclosure is not in the credential, or comes twice")
        left.remove(digest(disclosure))
        if name in taken or name in claims:
            raise DisclosureError("a disclosure stands for a claim that is there already")
        claims[name] = value
    return claims


def _read(disclosure: str) -> tuple[str, object]:
    try:
        _, name, value = msgspec.json.decode(
            from_base64url(disclosure), type=tuple[str, str, object]
        )
    except (SealedTextError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise DisclosureError("a disclosure is not the base64url of [salt, name, value]") from None
    return name, value
