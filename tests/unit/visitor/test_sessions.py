import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.visitor.api.problems import Problem
from ansim.visitor.session.session_tokens import DEVICE_BOUND, LIFETIME, Sessions

SESSIONS = Sessions(b"k" * 32)
NOW = 1_790_000_000.0


def refused(token: bytes, now: float = NOW) -> str:
    with pytest.raises(Problem) as caught:
        SESSIONS.check(token, now)
    return caught.value.kind.code


@given(st.binary(min_size=16, max_size=16), st.sampled_from([0, DEVICE_BOUND]))
def test_a_token_gives_back_its_person_and_flags(person: bytes, flags: int) -> None:
    token, expires_at = SESSIONS.issue(person, NOW, flags)
    session = SESSIONS.check(token.encode(), NOW)
    assert (session.person, session.flags, session.expires_at) == (person, flags, expires_at)
    assert expires_at == NOW + LIFETIME


@given(st.integers(0, 70), st.integers(1, 255))
def test_a_token_with_any_byte_changed_is_invalid(place: int, change: int) -> None:
    token = bytearray(SESSIONS.issue(b"p" * 16, NOW)[0].encode())
    place %= len(token) - 1
    token[place] ^= change
    assert refused(bytes(token)) == "session-invalid"


@pytest.mark.parametrize(("written", "otherwise"), [("-", "+"), ("_", "/")])
def test_a_token_written_in_plain_base64_is_invalid(written: str, otherwise: str) -> None:
    tokens = (SESSIONS.issue(b"p" * 16, NOW)[0] for _ in range(1000))
    token = next(token for token in tokens if written in token)
    assert refused(token.replace(written, otherwise).encode()) == "session-invalid"


@given(st.binary(max_size=100))
def test_anything_else_is_invalid(token: bytes) -> None:
    assert refused(token) == "session-invalid"


def test_it_expires_after_24_hours() -> None:
    token = SESSIONS.issue(b"p" * 16, NOW)[0].encode()
    assert SESSIONS.check(token, NOW + LIFETIME - 1)
    assert refused(token, NOW + LIFETIME) == "session-expired"


def test_two_tokens_of_one_person_have_nothing_in_common_to_see() -> None:
    person = secrets.token_bytes(16)
    one, other = (SESSIONS.issue(person, NOW)[0] for _ in range(2))
    assert one[:10] != other[:10]
    assert sum(a == b for a, b in zip(one, other, strict=True)) < 20
