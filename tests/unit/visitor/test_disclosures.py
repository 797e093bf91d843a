import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.visitor.session.selective_claims import DisclosureError, digest, disclose, opened
from support.presentations import base64url

# RFC 9901 §4.2.1 to §4.2.3 and §5.1: the examples of one claim and its digest.
VECTORS = [
    (
        '["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"]',
        "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0",
        {"family_name": "Möbius"},
    ),
    (
        '["2GLC42sKQveCfGfryNRN9w", "given_name", "John"]',
        "jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4",
        {"given_name": "John"},
    ),
]


@pytest.mark.parametrize(("text", "expected", "claims"), VECTORS)
def test_digests_are_those_of_the_rfc(text: str, expected: str, claims: dict[str, str]) -> None:
    disclosure = base64url(text.encode())
    assert digest(disclosure) == expected
    assert opened([expected], [disclosure], ()) == claims


@given(
    st.dictionaries(st.text(min_size=1), st.text() | st.integers(-(2**53), 2**53) | st.booleans())
)
def test_what_is_disclosed_is_opened(claims: dict[str, object]) -> None:
    claims = {
        name: value for name, value in claims.items() if name not in {"_sd", "_sd_alg", "..."}
    }
    disclosures = [disclose(name, value) for name, value in claims.items()]
    assert opened([*map(digest, disclosures)], disclosures, ()) == claims


def test_salts_differ_so_that_equal_claims_have_unequal_digests() -> None:
    assert digest(disclose("a", 1)) != digest(disclose("a", 1))


@pytest.mark.parametrize("name", ["_sd", "...", "iss"])
def test_a_reserved_or_plain_name_is_refused(name: str) -> None:
    disclosure = disclose(name, "x")
    with pytest.raises(DisclosureError, match="there already"):
        opened([digest(disclosure)], [disclosure], ["iss"])


@pytest.mark.parametrize(
    "text", ["[]", '["salt", "name"]', '["salt", 1, 2]', '{"a": 1}', "x", '["s","n",1,2]']
)
def test_what_is_no_triple_is_refused(text: str) -> None:
    disclosure = base64url(text.encode())
    with pytest.raises(DisclosureError):
        opened([digest(disclosure)], [disclosure], ())


def test_a_digest_that_stands_twice_is_refused() -> None:
    disclosure = disclose("a", 1)
    with pytest.raises(DisclosureError, match="twice"):
        opened([digest(disclosure)] * 2, [disclosure], ())
