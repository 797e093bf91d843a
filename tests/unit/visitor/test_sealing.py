import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.visitor.api.sealed_texts import (
    SealedTextError,
    Sealer,
    from_base32,
    from_base64url,
    to_base32,
    to_base64url,
)

MASTER = b"k" * 32
SEALER = Sealer(MASTER, "test")


@given(st.binary(min_size=1, max_size=64))
def test_what_is_sealed_opens_for_its_purpose_alone(plain: bytes) -> None:
    sealed = SEALER.seal(plain)
    assert SEALER.open(sealed) == plain
    for other in (Sealer(MASTER, "other"), Sealer(b"x" * 32, "test")):
        with pytest.raises(SealedTextError):
            other.open(sealed)


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_changed_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(SEALER.seal(plain))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealedTextError):
        SEALER.open(bytes(sealed))


@given(st.binary(max_size=64))
def test_written_forms_are_read_back(value: bytes) -> None:
    assert from_base64url(to_base64url(value)) == value
    assert from_base32(to_base32(value)) == value


@given(st.text(max_size=30))
def test_only_one_written_form_is_accepted(text: str) -> None:
    for read, write in ((from_base64url, to_base64url), (from_base32, to_base32)):
        try:
            value = read(text)
        except SealedTextError:
            continue
        assert write(value) == text


def test_nothing_sealed_is_too_short_to_open() -> None:
    for sealed in (b"", b"x", b"x" * 16):
        with pytest.raises(SealedTextError):
            SEALER.open(sealed)
