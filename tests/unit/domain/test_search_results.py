"""What the tracer vouches for: every part of the question and of the answer counts."""

import hashlib
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.search_results import (
    ResultTerms,
    packed_rows,
    people_digest,
    people_in,
    question,
    result_digest,
    vouch,
)

KEY, CASE, SUBJECT = b"k" * 32, "2611-7KQ2M", b"s" * 16
TERMS = ResultTerms(
    direction="forward",
    start=0,
    end=86400,
    minimum_overlap=900,
    degrees=1,
    latent=0,
    residual=0,
    limit=2000,
    close=None,
)
people = st.binary(min_size=16, max_size=16)
results = st.dictionaries(people, st.tuples(st.integers(0, 2**40), st.integers(0, 2**40)))


@given(results)
def test_rows_have_one_form_whatever_their_order(found: dict[bytes, tuple[int, int]]) -> None:
    rows = [(who, first, last) for who, (first, last) in found.items()]
    packed = packed_rows(rows)
    assert packed == packed_rows(reversed(rows))
    assert people_in(packed) == frozenset(found)


@pytest.mark.parametrize("wrong", [b"x", b"x" * 33, b"a" * 64, b"b" * 32 + b"a" * 32])
def test_what_is_not_in_that_form_names_nobody(wrong: bytes) -> None:
    assert people_in(wrong) is None


ROWS = packed_rows([(b"a" * 16, 1, 2), (b"b" * 16, 3, 4)])
GOOD = vouch(KEY, CASE, SUBJECT, TERMS, ROWS)


@pytest.mark.parametrize(
    "other",
    [
        vouch(b"l" * 32, CASE, SUBJECT, TERMS, ROWS),
        vouch(KEY, "2611-7KQ2", b"M" + SUBJECT, TERMS, ROWS),
        vouch(KEY, CASE, b"t" * 16, TERMS, ROWS),
        vouch(KEY, CASE, SUBJECT, TERMS, ROWS[:32]),
        vouch(KEY, CASE, SUBJECT, TERMS, packed_rows([(b"a" * 16, 1, 2), (b"b" * 16, 3, 5)])),
        *(
            vouch(KEY, CASE, SUBJECT, msgspec.structs.replace(TERMS, **changes), ROWS)
            for changes in (
                {"direction": "backward"},
                {"start": 1},
                {"end": 86401},
                {"minimum_overlap": 60},
                {"degrees": 2},
                {"latent": 1},
                {"residual": 1},
                {"limit": 1},
                {"close": 0},
            )
        ),
    ],
)
def test_anything_else_has_another_mac(other: object) -> None:
    assert isinstance(other, type(GOOD))
    assert other.mac != GOOD.mac


def test_a_row_is_not_guessed_from_its_digest_without_the_scope_key() -> None:
    row = packed_rows([(b"a" * 16, 1, 2)])
    plain = hashlib.sha256(b"ansim-result-v3\0" + question(CASE, SUBJECT, TERMS) + row).digest()
    told = {vouch(key, CASE, SUBJECT, TERMS, row).digest for key in (KEY, b"l" * 32)}
    assert len(told | {plain}) == 3


@given(st.lists(people, unique=True))
def test_a_choice_has_one_digest_whatever_its_order(chosen: list[bytes]) -> None:
    assert people_digest(chosen) == people_digest(reversed(chosen))
    assert people_digest([*chosen, b"x" * 16]) != people_digest(chosen)


def test_twenty_thousand_rows_take_a_millisecond() -> None:
    rows = packed_rows((number.to_bytes(16), number, number + 60) for number in range(20_000))
    took = []
    for _ in range(20):
        began = time.perf_counter()
        result_digest(KEY, CASE, SUBJECT, TERMS, rows)
        took.append(time.perf_counter() - began)
    print(f"digest of 20,000 rows: {min(took) * 1000:.2f} ms")
    assert min(took) < 0.05  # a busy machine is no fault; what it took is printed
