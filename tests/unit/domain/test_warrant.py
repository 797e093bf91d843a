"""Warrants under attack: every way to open a name alone, late, elsewhere or too often."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.signatures import (
    ForgedSignatureError,
    NotTwoSignersError,
    Signer,
    UnknownSignerError,
    require_signatures,
    require_valid,
)
from ansim.domain.warrant import (
    LIMITS,
    LegalBasis,
    MalformedWarrantError,
    Purpose,
    RowCapError,
    Warrant,
    WarrantError,
    WarrantTermsError,
    WarrantTimeError,
    canonical,
    covers,
    read_warrant,
    require_rows,
    require_terms,
    require_time,
)

KEYS = {
    ref: Ed25519PrivateKey.generate() for ref in ("S-OFFICER", "S-OTHER", "S-CHIEF", "S-STRANGER")
}
ROLES = {"S-OFFICER": "officer", "S-OTHER": "officer", "S-CHIEF": "approver"}
SIGNERS = {
    ref: Signer(ref, role, KEYS[ref].public_key().public_bytes_raw()) for ref, role in ROLES.items()
}
WARRANT = Warrant(
    ref="W-1",
    case="2611-7KQ2M",
    legal_basis=LegalBasis.IDCPA_76_2_1,
    purpose=Purpose.TEST_CONTACTS,
    start=1_000_000,
    end=2_000_000,
    row_cap=3,
    issued_at=2_000_000,
    expires_at=2_086_400,
    requester="S-OFFICER",
)
TEXT = canonical(WARRANT)


def signed(*refs: str, text: bytes = TEXT) -> list[tuple[str, bytes]]:
    return [(ref, KEYS[ref].sign(text)) for ref in refs]


def test_officer_and_approver_together_open_it() -> None:
    assert require_valid(TEXT, signed("S-OFFICER", "S-CHIEF"), SIGNERS, 2_000_001) == WARRANT


@pytest.mark.parametrize(
    "refs",
    [
        (),
        ("S-OFFICER",),
        ("S-CHIEF",),
        ("S-OFFICER", "S-OFFICER"),
        ("S-CHIEF", "S-CHIEF"),
        ("S-OFFICER", "S-OTHER"),
        ("S-OTHER", "S-CHIEF"),
        ("S-OFFICER", "S-OTHER", "S-CHIEF"),
    ],
)
def test_any_other_company_is_refused(refs: tuple[str, ...]) -> None:
    with pytest.raises(NotTwoSignersError):
        require_signatures(TEXT, signed(*refs), SIGNERS)


def test_one_key_under_two_marks_is_one_person() -> None:
    twin = Signer("S-CHIEF", "approver", SIGNERS["S-OFFICER"].public)
    signatures = [
        ("S-OFFICER", KEYS["S-OFFICER"].sign(TEXT)),
        ("S-CHIEF", KEYS["S-OFFICER"].sign(TEXT)),
    ]
    with pytest.raises(NotTwoSignersError):
        require_signatures(TEXT, signatures, {**SIGNERS, "S-CHIEF": twin})


def test_a_stranger_cannot_sign() -> None:
    with pytest.raises(UnknownSignerError):
        require_signatures(TEXT, signed("S-OFFICER", "S-STRANGER"), SIGNERS)


def test_a_signature_under_another_name_is_forged() -> None:
    signatures = [*signed("S-OFFICER"), ("S-CHIEF", KEYS["S-OFFICER"].sign(TEXT))]
    with pytest.raises(ForgedSignatureError):
        require_signatures(TEXT, signatures, SIGNERS)


@given(position=st.integers(0, len(TEXT) - 1), bit=st.integers(0, 7))
def test_a_warrant_changed_by_one_bit_after_signing_is_refused(position: int, bit: int) -> None:
    changed = bytearray(TEXT)
    changed[position] ^= 1 << bit
    with pytest.raises(WarrantError):
        require_valid(bytes(changed), signed("S-OFFICER", "S-CHIEF"), SIGNERS, 2_000_001)


@given(signature=st.binary(max_size=80))
def test_no_other_bytes_serve_as_a_signature(signature: bytes) -> None:
    with pytest.raises(ForgedSignatureError):
        require_signatures(TEXT, [*signed("S-OFFICER"), ("S-CHIEF", signature)], SIGNERS)


@given(now=st.integers(0, 4_000_000))
def test_it_opens_only_within_its_time(now: int) -> None:
    if WARRANT.issued_at - LIMITS.clock_skew <= now < WARRANT.expires_at:
        require_time(WARRANT, now)
    else:
        with pytest.raises(WarrantTimeError):
            require_time(WARRANT, now)


@pytest.mark.parametrize(
    "changes",
    [
        {"row_cap": 0},
        {"row_cap": LIMITS.row_cap + 1},
        {"end": WARRANT.start},
        {"end": WARRANT.start + LIMITS.window + 1},
        {"expires_at": WARRANT.issued_at},
        {"expires_at": WARRANT.issued_at + LIMITS.validity + 1},
        {"case": ""},
        {"requester": ""},
    ],
)
def test_terms_beyond_the_limits_are_refused_although_signed(changes: dict[str, object]) -> None:
    text = canonical(msgspec.structs.replace(WARRANT, **changes))
    with pytest.raises((WarrantTermsError, NotTwoSignersError)):
        require_valid(text, signed("S-OFFICER", "S-CHIEF", text=text), SIGNERS, 2_000_001)


def test_the_default_terms_are_within_the_limits() -> None:
    require_terms(WARRANT)


@given(first=st.integers(0, 3_000_000), length=st.integers(0, 100_000))
def test_an_exposure_is_covered_when_it_touches_the_window(first: int, length: int) -> None:
    touches = (
        any(WARRANT.start <= second < WARRANT.end for second in (first, first + length))
        or first < WARRANT.start <= first + length
    )
    assert covers(WARRANT, first, first + length) == touches


@given(
    asked=st.frozensets(st.binary(min_size=1, max_size=1), max_size=6),
    opened=st.frozensets(st.binary(min_size=1, max_size=1), max_size=3),
)
def test_the_row_cap_counts_people_once(asked: frozenset[bytes], opened: frozenset[bytes]) -> None:
    if len(asked | opened) <= WARRANT.row_cap:
        assert require_rows(WARRANT, asked, opened) == asked - opened
    else:
        with pytest.raises(RowCapError):
            require_rows(WARRANT, asked, opened)


warrants = st.builds(
    Warrant,
    ref=st.text(max_size=12),
    case=st.text(max_size=12),
    legal_basis=st.sampled_from(LegalBasis),
    purpose=st.sampled_from(Purpose),
    start=st.integers(0, 2**40),
    end=st.integers(0, 2**40),
    row_cap=st.integers(0, 9999),
    issued_at=st.integers(0, 2**40),
    expires_at=st.integers(0, 2**40),
    requester=st.text(max_size=12),
)


@given(warrants)
def test_a_warrant_survives_its_written_form(warrant: Warrant) -> None:
    assert read_warrant(canonical(warrant)) == warrant


@pytest.mark.parametrize(
    "text",
    [
        b"",
        TEXT[1:],
        TEXT + b" ",
        TEXT.replace(b'"row_cap":3', b'"row_cap":3,"row_cap":3'),
        TEXT.replace(b'"row_cap":3', b'"row_cap": 3'),
        TEXT.replace(b'"row_cap":3', b'"row_cap":3,"more":1'),
    ],
)
def test_other_spellings_of_a_warrant_are_refused(text: bytes) -> None:
    with pytest.raises(MalformedWarrantError):
        read_warrant(text)
