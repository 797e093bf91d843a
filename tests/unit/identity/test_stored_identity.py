"""What is read of stored identities, whatever became of one of them."""

from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ansim.identity.calls import Identity
from ansim.identity.sealing import Particulars, seal
from ansim.identity.stored_identity import StoredIdentity, identity_of
from support.handles import HANDLES

KEY = X25519PrivateKey.generate()
OTHER_KEY = X25519PrivateKey.generate()
PERSON, GUARDIAN = b"p" * 16, b"g" * 16
FIRST, NEW, NEWEST = "+821000000001", "+821000000002", "+821000000003"


def sealed(person: bytes, phone: str = "", name: str = "", email: str = "") -> bytes:
    return seal(KEY.public_key(), person, Particulars(phone, name, email))


GOOD = sealed(PERSON, FIRST, "김하늘")


def of_other_shape(content: Any) -> bytes:
    return seal(KEY.public_key(), PERSON, content)


DAMAGE = {
    "empty": b"",
    "cut to a few bytes": GOOD[:10],
    "without its last byte": GOOD[:-1],
    "with a byte more": GOOD + b"\0",
    "its first bit changed": bytes([GOOD[0] ^ 1]) + GOOD[1:],
    "its last bit changed": GOOD[:-1] + bytes([GOOD[-1] ^ 128]),
    "a point of low order": bytes(32) + GOOD[32:],
    "another person's": sealed(GUARDIAN, FIRST, "박바다"),
    "for another key": seal(OTHER_KEY.public_key(), PERSON, Particulars(FIRST, "김하늘")),
    "a list": of_other_shape([1, 2]),
    "numbers in place of text": of_other_shape({"phone": 1, "name": 2}),
    "no name": of_other_shape({"phone": FIRST}),
    "lists in lists": of_other_shape(
        {"phone": FIRST, "name": "", "more": msgspec.Raw(b"\x91" * 100_000 + b"\xc0")}
    ),
}
NUMBERS_THAT_ARE_NONE = ["abc", "+", "010-0000-0001", "+82" + "1" * 40, "+999000000000", "\0"]


def read(sealed: bytes, sealed_phone: bytes | None = None, *guardian: Any) -> Identity:
    return identity_of(KEY, StoredIdentity(PERSON, sealed, sealed_phone, *guardian), HANDLES)


def told(*words: str, damaged: bool = False) -> Identity:
    """What the reader gets: name, number and address under the handles of the case."""
    return Identity(HANDLES.handle, *words, damaged=damaged, register=HANDLES.register)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_does_not_open_is_empty_and_told(damage: bytes) -> None:
    assert read(damage) == told("", "", damaged=True)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_broken_new_number_leaves_the_name_and_gives_no_former_number(damage: bytes) -> None:
    assert read(GOOD, damage) == told("김하늘", "", damaged=True)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_broken_first_seal_leaves_the_new_number(damage: bytes) -> None:
    opened = read(damage, sealed(PERSON, NEW))
    assert opened == told("", "010-0000-0002", damaged=True)


@pytest.mark.parametrize("text", NUMBERS_THAT_ARE_NONE)
def test_a_seal_around_no_number_leaves_the_name(text: str) -> None:
    assert read(sealed(PERSON, text, "김하늘")) == told("김하늘", "", damaged=True)


@pytest.mark.parametrize(
    ("guardian", "reached"),
    [
        ((sealed(GUARDIAN, FIRST, "박바다"), None), ("010-0000-0001", "")),
        ((sealed(GUARDIAN, FIRST, "박바다"), sealed(GUARDIAN, NEWEST)), ("010-0000-0003", "")),
        ((sealed(GUARDIAN, NEW), None), ("010-0000-0002", "")),
        ((sealed(GUARDIAN, "", "", "name@example.org"), None), ("", "name@example.org")),
        (
            (sealed(GUARDIAN, NEW, "", "name@example.org"), None),
            ("010-0000-0002", "name@example.org"),
        ),
        (
            (sealed(GUARDIAN, "", "", "name@example.org"), sealed(GUARDIAN, NEW)),
            ("010-0000-0002", ""),
        ),
        ((b"damaged", sealed(GUARDIAN, NEW)), ("010-0000-0002", "")),
    ],
)
def test_a_child_is_reached_where_the_guardian_is(
    guardian: tuple[bytes, bytes | None], reached: tuple[str, str]
) -> None:
    assert read(GOOD, None, GUARDIAN, *guardian) == told("김하늘", *reached)


@pytest.mark.parametrize(
    "guardian",
    [(b"", None), (sealed(PERSON, FIRST), None), (sealed(GUARDIAN, FIRST), GOOD)],
)
def test_a_guardian_who_does_not_open_leaves_the_childs_name_and_no_former_number(
    guardian: tuple[bytes, bytes | None],
) -> None:
    opened = read(GOOD, None, GUARDIAN, *guardian)
    assert opened == told("김하늘", "", damaged=True)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_child_whose_seal_is_broken_is_still_reached(damage: bytes) -> None:
    opened = read(damage, None, GUARDIAN, sealed(GUARDIAN, NEW, "박바다"), None)
    assert opened == told("", "010-0000-0002", damaged=True)
