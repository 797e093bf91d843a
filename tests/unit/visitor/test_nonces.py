import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.visitor.passes.pass_text import Passes, PassKind
from ansim.visitor.session.nonces import LIFETIME, NonceError, Nonces

NONCES = Nonces(b"k" * 32)
NOW = 1_795_000_000.5


def test_a_nonce_lives_five_minutes() -> None:
    nonce, expires_at = NONCES.issue(NOW)
    assert expires_at == int(NOW) + 300 == int(NOW) + LIFETIME
    assert len(NONCES.check(nonce, NOW)) == 8
    assert len(NONCES.check(nonce, expires_at - 0.1)) == 8
    with pytest.raises(NonceError, match="expired"):
        NONCES.check(nonce, expires_at)


def test_no_two_nonces_are_spent_by_the_same_serial() -> None:
    serials = {NONCES.check(NONCES.issue(NOW)[0], NOW) for _ in range(1000)}
    assert len(serials) == 1000


@given(st.text(max_size=60))
def test_another_text_is_no_nonce(text: str) -> None:
    with pytest.raises(NonceError):
        NONCES.check(text, NOW)


def test_what_was_sealed_for_another_purpose_or_by_another_key_is_no_nonce() -> None:
    foreign, _ = Nonces(b"x" * 32).issue(NOW)
    passed, _ = Passes(b"k" * 32).issue(PassKind.PHONE, bytes(16), NOW)
    for text in (foreign, passed):
        with pytest.raises(NonceError, match="not ours"):
            NONCES.check(text, NOW)
