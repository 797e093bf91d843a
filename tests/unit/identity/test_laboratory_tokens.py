"""A laboratory's JWS without a database: what is read of it, and whose signature counts."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from ansim.domain.errors import AnsimError
from ansim.domain.laboratory_notifications import (
    LaboratoryClaimsError,
    LaboratorySignatureError,
    NotificationAgeError,
    NotificationTokenError,
    claim_in,
    keyed,
    read_claims,
    require_fresh,
)
from ansim.identity.laboratories.laboratory_keys import KeyFileError, read_public_key
from ansim.identity.laboratories.notification_tokens import (
    LaboratoryKey,
    header_of,
    signed_content,
)
from support.authenticator import b64
from support.laboratory import Laboratory, new_key, raw_token

NAMES = {"ES256": "ES256", "Ed25519": "Ed25519", "EdDSA": "Ed25519"}
BOTH = pytest.mark.parametrize("alg", NAMES)


def laboratory(alg: str = "ES256") -> Laboratory:
    return Laboratory("L-0A1B2C3D", "한라검사센터", new_key(alg), alg)


def enrolled(one: Laboratory) -> LaboratoryKey:
    file = read_public_key(json.dumps(one.key.as_dict(private=False)).encode())
    return LaboratoryKey(one.ref, 300, file.algorithm, file.public_key)


def content_of(token: bytes, key: LaboratoryKey) -> bytes:
    return signed_content(token, header_of(token), key)


# ---- the header and the signature


@BOTH
def test_what_the_key_signed_is_read(alg: str) -> None:
    one = laboratory(alg)
    claims = one.claims("010-0000-9102", agency="제주도", team="역학조사 1팀")
    said = read_claims(content_of(one.sign(claims), enrolled(one)))
    assert (said.iss, said.jti, said.subject) == (one.ref, claims["jti"], "+821000009102")
    assert (said.agency, said.team) == ("제주도", "역학조사 1팀")


@BOTH
def test_one_bit_elsewhere_is_no_signature(alg: str) -> None:
    one = laboratory(alg)
    token = one.sign(one.claims("010-0000-9102"))
    header, content, signature = token.split(b".")
    other = one.sign(one.claims("010-0000-9103")).split(b".")
    for changed in (
        b".".join([header, other[1], signature]),
        b".".join([header, content, other[2]]),
        b".".join([header, content, b64(bytes(64)).encode()]),
        b".".join([header, content, b64(b"\xff" * 64).encode()]),
    ):
        with pytest.raises(LaboratorySignatureError):
            content_of(changed, enrolled(one))


def test_another_key_of_the_same_kid_is_no_signature() -> None:
    one, other = laboratory(), laboratory()
    token = other.forged(other.claims(None), other.header(kid=one.kid))
    with pytest.raises(LaboratorySignatureError):
        content_of(token, enrolled(one))


@pytest.mark.parametrize(("mine", "said"), [("ES256", "EdDSA"), ("Ed25519", "ES256")])
def test_the_enrolled_key_says_by_what_it_signs(mine: str, said: str) -> None:
    one = laboratory(mine)
    with pytest.raises(LaboratorySignatureError, match="signs by"):
        content_of(one.forged(one.claims(None), one.header(alg=said)), enrolled(one))


@pytest.mark.parametrize("digest", ["sha256", "sha512"])
@pytest.mark.parametrize("form", [Encoding.PEM, Encoding.DER])
def test_the_public_key_is_nobodys_secret(digest: str, form: Encoding) -> None:
    one = laboratory()
    public = one.key.public_key.public_bytes(form, PublicFormat.SubjectPublicKeyInfo)
    header = one.header(alg="HS256" if digest == "sha256" else "HS512")
    text, content = (b64(json.dumps(part).encode()) for part in (header, one.claims(None)))
    signed = f"{text}.{content}".encode()
    for size in (32, 64):
        mac = hmac.digest(public, signed, digest).ljust(size, b"\0")
        with pytest.raises(NotificationTokenError):
            content_of(signed + b"." + b64(mac).encode(), enrolled(one))


JWK = ECKey.generate_key("P-256").as_dict(private=False)
HEADERS: dict[str, Any] = {
    "no algorithm": {"alg": None},
    "none": {"alg": "none"},
    "None": {"alg": "None"},
    "another curve": {"alg": "ES384"},
    "RSA": {"alg": "RS256"},
    "an algorithm of no letters": {"alg": 7},
    "no type": {"typ": None},
    "another type": {"typ": "JWT"},
    "a type in other letters": {"typ": "Ansim-Notification+JWT"},
    "no kid": {"kid": None},
    "a kid with a way": {"kid": "../../identity/private.pem"},
    "a short kid": {"kid": "A" * 42},
    "a kid and a line's end": {"kid": "A" * 43 + "\n"},
    "a key of its own": {"jwk": JWK},
    "an address of keys": {"jku": "https://evil.example/keys"},
    "a certificate": {"x5c": ["AAAA"]},
    "an address of one": {"x5u": "https://evil.example/cert"},
    "a critical word": {"crit": ["exp"], "exp": 1},
    "nothing critical": {"crit": []},
    "unencoded": {"b64": False, "crit": ["b64"]},
    "a kind of content": {"cty": "JWT"},
    "compressed": {"zip": "DEF"},
}


@pytest.mark.parametrize("wrong", HEADERS)
def test_a_header_says_three_words_and_no_other(wrong: str) -> None:
    one = laboratory()
    token = one.forged(one.claims(None), one.header(**HEADERS[wrong]))
    with pytest.raises(NotificationTokenError):
        content_of(token, enrolled(one))


@pytest.mark.parametrize(
    "header", [b"[]", b"null", b"1", b'"x"', b"{", b"\xff", b"[" * 3000, b"", b"{}{}"]
)
def test_a_header_that_is_no_object_is_none(header: bytes) -> None:
    one = laboratory()
    with pytest.raises(NotificationTokenError):
        content_of(raw_token(header, b"{}", one.key), enrolled(one))


def test_twice_the_same_word_makes_no_other_algorithm() -> None:
    one = laboratory()
    for first, then in (("none", "ES256"), ("ES256", "none"), ("HS256", "ES256")):
        text = (
            f'{{"alg":"{first}","typ":"ansim-notification+jwt","kid":"{one.kid}","alg":"{then}"}}'
        )
        token = raw_token(text.encode(), json.dumps(one.claims(None)).encode(), one.key)
        with pytest.raises(NotificationTokenError):
            content_of(token, enrolled(one))


def test_a_jws_is_compact_and_short() -> None:
    one = laboratory()
    token = one.sign(one.claims(None))
    header, content, signature = token.split(b".")
    wrong = [
        b"",
        b"..",
        b"a.b.c",
        token + b"\n",
        b" " + token,
        token + b"=",
        token + b".",
        token[:-1],
        token.replace(b".", b"..", 1),
        header + b".." + signature,
        header + b"." + content[:10] + b"*" + content[10:] + b"." + signature,
        json.dumps(
            {"protected": header.decode(), "payload": content.decode(), "signature": "x"}
        ).encode(),
        one.sign(one.claims(None, team="가" * 3000)),
    ]
    for some in wrong:
        with pytest.raises(NotificationTokenError):
            content_of(some, enrolled(one))


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_our_own_words(token: bytes) -> None:
    with pytest.raises(AnsimError):
        header_of(token)


@given(st.binary(max_size=200), st.binary(max_size=200), st.binary(min_size=64, max_size=64))
def test_any_three_parts_are_refused_with_our_own_words(
    header: bytes, content: bytes, signature: bytes
) -> None:
    token = ".".join(map(b64, (header, content, signature))).encode()
    with pytest.raises(AnsimError):
        header_of(token)


# ---- the claims


CLAIMS: dict[str, Any] = {
    "iss": ["한라검사센터", "L-1", "S-0A1B2C3D", "", 7],
    "jti": ["", "a" * 65, "a b", "가", 7, ["a"]],
    "iat": ["1795402800", 1795402800.5, True, [1]],
    "aud": ["a" * 256, ["sign.example"], 7],
    "subject": ["01000009102", "010-0000-9102", "+0821000009102", "", "NONE", 82],
    "disease": ["", "COVID", "../covid19", 7],
    "anchor": ["2026-11-31", "27.11.2026", 20261127, ""],
    "anchor_kind": ["", "birthday", 7],
    "agency": ["a\nb", "x" * 61, "\u202e도주제", 7],
    "team": ["a\x00", "x" * 61, "\u2066팀", ["팀"]],
}


@pytest.mark.parametrize(
    ("claim", "value"), [(claim, value) for claim, values in CLAIMS.items() for value in values]
)
def test_a_claim_that_is_no_value_is_told_by_its_name(claim: str, value: Any) -> None:
    one = laboratory()
    with pytest.raises(LaboratoryClaimsError) as caught:
        read_claims(json.dumps(one.claims("010-0000-9102") | {claim: value}).encode())
    assert claim_in(str(caught.value)) == claim
    assert "9102" not in str(caught.value)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_that_is_missing_is_told_by_its_name(claim: str) -> None:
    with pytest.raises(LaboratoryClaimsError) as caught:
        read_claims(json.dumps(laboratory().claims(None, **{claim: None})).encode())
    assert claim_in(str(caught.value)) == claim


@pytest.mark.parametrize(
    "more", ["exp", "nbf", "sub", "name", "unverified", "ref", "+821000009102"]
)
def test_a_claim_more_is_refused_and_never_repeated(more: str) -> None:
    with pytest.raises(LaboratoryClaimsError) as caught:
        read_claims(json.dumps(laboratory().claims(None) | {more: 1}).encode())
    assert claim_in(str(caught.value)) == ""
    assert "9102" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b"{" * 3000, b'{"team":'])
def test_claims_that_are_no_object_are_refused(content: bytes) -> None:
    with pytest.raises(LaboratoryClaimsError):
        read_claims(content)


def test_words_stand_in_their_one_unicode_form() -> None:
    one = laboratory()
    assert read_claims(json.dumps(one.claims(None, team="한라"), ensure_ascii=False).encode())
    written = json.dumps(one.claims(None, team="\u1112\u1161\u11ab라"), ensure_ascii=False)
    with pytest.raises(LaboratoryClaimsError, match="NFC"):
        read_claims(written.encode())


@pytest.mark.parametrize(
    ("ago", "good"),
    [
        (0, True),
        (-60, True),
        (-61, False),
        (14 * 86400, True),
        (14 * 86400 + 1, False),
        (-(2**62), False),
        (2**62, False),
    ],
)
def test_a_notification_is_of_these_fourteen_days(ago: int, *, good: bool) -> None:
    now = 1_795_402_800
    if good:
        require_fresh(now - ago, now)
    else:
        with pytest.raises(NotificationAgeError):
            require_fresh(now - ago, now)


def test_what_is_kept_is_another_laboratorys_own() -> None:
    of = [
        keyed(key, laboratory, what, text)
        for key in (b"k" * 32, b"l" * 32)
        for laboratory in ("L-AAAAAAAA", "L-BBBBBBBB")
        for what in ("jti", "content")
        for text in (b"1", b"2")
    ]
    assert len(set(of)) == 16
    assert {len(one) for one in of} == {32}


# ---- the file of a key


@pytest.mark.parametrize("kind", ["ES256", "Ed25519"])
def test_a_jwk_and_its_pem_are_one_key(kind: str) -> None:
    key = new_key(kind)
    jwk = json.dumps(key.as_dict(private=False)).encode()
    pem = key.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert read_public_key(jwk) == read_public_key(b"\n" + pem)
    known = read_public_key(jwk)
    assert (known.kid, known.algorithm) == (key.thumbprint(), kind)
    assert known.fingerprint == hashlib.sha256(known.public_key).hexdigest()


@pytest.mark.parametrize("kind", ["ES256", "Ed25519"])
@pytest.mark.parametrize("form", ["jwk", "pem"])
def test_a_private_key_is_sent_back_unread(kind: str, form: str) -> None:
    key = new_key(kind)
    file = (
        json.dumps(key.as_dict(private=True)).encode()
        if form == "jwk"
        else key.as_pem(private=True)
    )
    with pytest.raises(KeyFileError, match="private"):
        read_public_key(file)


NO_KEYS: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "no kind": b"{}",
    "deep": b"[" * 3000,
    "a secret": json.dumps(OctKey.generate_key(256).as_dict()).encode(),
    "RSA": json.dumps(RSAKey.generate_key(2048).as_dict(private=False)).encode(),
    "P-384": json.dumps(ECKey.generate_key("P-384").as_dict(private=False)).encode(),
    "the bitcoin curve": ec.generate_private_key(ec.SECP256K1())
    .public_key()
    .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    "X25519": json.dumps(OKPKey.generate_key("X25519").as_dict(private=False)).encode(),
    "Ed448": json.dumps(OKPKey.generate_key("Ed448").as_dict(private=False)).encode(),
    "off the curve": json.dumps(JWK | {"y": JWK["x"]}).encode(),
    "for sealing": json.dumps(JWK | {"use": "enc"}).encode(),
    "for another algorithm": json.dumps(JWK | {"alg": "ES384"}).encode(),
    "a broken PEM": b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
}


@pytest.mark.parametrize("what", NO_KEYS)
def test_what_is_no_key_for_signing_is_not_enrolled(what: str) -> None:
    with pytest.raises(KeyFileError):
        read_public_key(NO_KEYS[what])
