"""Warrants as texts: one written form, terms within bounds, a cap that counts people once."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.search_results import ResultTerms
from ansim.domain.signed_texts import (
    SKEW,
    KeyEnrolment,
    OpeningOfNames,
    SignedTextError,
    TextMalformedError,
    TextOfOtherSiteError,
    TextTimeError,
    read_text,
    require_here_and_now,
    write_text,
)
from ansim.domain.warrant import (
    LIMITS,
    LegalBasis,
    Purpose,
    RowCapError,
    Warrant,
    WarrantTermsError,
    highest_cap,
    require_rows,
    require_terms,
    warrant_mark,
)

TERMS = ResultTerms(
    direction="forward",
    start=1_000_000,
    end=2_000_000,
    minimum_overlap=900,
    degrees=1,
    latent=0,
    residual=0,
    limit=2000,
    close=900,
)
WARRANT = Warrant(
    ref="0123456789abcdef" * 2,
    at=2_000_000,
    until=2_086_400,
    site="sign.jeju.example",
    case="2611-7KQ2M",
    terms=TERMS,
    people=3,
    result="ab" * 32,
    cap=3,
    article=LegalBasis.IDCPA_76_2_1,
    purpose=Purpose.TEST_CONTACTS,
    requester="S-OFFICER1",
)
TEXT = write_text(WARRANT)


def test_the_written_form_is_a_heading_and_sorted_json() -> None:
    heading, body = TEXT.decode().split("\n", 1)
    told = json.loads(body)
    assert heading == "ansim-warrant-v2"
    assert list(told) == sorted(told)
    assert list(told["terms"]) == sorted(told["terms"])
    assert body == json.dumps(told, separators=(",", ":"), ensure_ascii=False)


whole = st.integers(0, 2**40)
warrants = st.builds(
    Warrant,
    ref=st.text("0123456789abcdef", min_size=32, max_size=32),
    at=whole,
    until=whole,
    site=st.text(max_size=20).map(lambda text: text.encode("ascii", "ignore").decode()),
    case=st.text("ABCZ019-", min_size=1, max_size=12),
    terms=st.builds(
        ResultTerms,
        direction=st.sampled_from(["forward", "backward"]),
        start=whole,
        end=whole,
        minimum_overlap=whole,
        degrees=whole,
        latent=whole,
        residual=whole,
        limit=whole,
        close=st.none() | whole,
    ),
    people=whole,
    result=st.text("0123456789abcdef", min_size=64, max_size=64),
    cap=whole,
    article=st.sampled_from(LegalBasis),
    purpose=st.sampled_from(Purpose),
    requester=st.text("ABCZ019", min_size=8, max_size=8).map(lambda text: f"S-{text}"),
)


@given(warrants)
def test_a_warrant_survives_its_written_form(warrant: Warrant) -> None:
    assert read_text(write_text(warrant), Warrant) == warrant


@given(position=st.integers(0, len(TEXT) - 1), bit=st.integers(0, 7))
def test_one_bit_more_or_less_is_no_text_or_another_mark(position: int, bit: int) -> None:
    changed = bytearray(TEXT)
    changed[position] ^= 1 << bit
    try:
        read_text(bytes(changed), Warrant)
    except SignedTextError:
        return
    assert warrant_mark(bytes(changed)) != warrant_mark(TEXT)


@pytest.mark.parametrize("kind", [OpeningOfNames, KeyEnrolment])
def test_a_text_of_one_kind_is_none_of_another(kind: type[OpeningOfNames | KeyEnrolment]) -> None:
    with pytest.raises(TextMalformedError):
        read_text(TEXT, kind)


@pytest.mark.parametrize(
    "field",
    [
        {"ref": "0" * 31},
        {"ref": "G" * 32},
        {"ref": "0" * 32 + "\n"},
        {"case": "2611-7kq2m"},
        {"case": ""},
        {"result": "ab" * 31},
        {"requester": "officer"},
        {"site": "cafe\u0301.example"},
        {"people": 3.0},
        {"people": "3"},
        {"article": "IDCPA-1"},
        {"more": 1},
    ],
)
def test_a_field_that_is_not_as_it_should_be_is_no_text(field: dict[str, object]) -> None:
    heading, body = TEXT.split(b"\n", 1)
    told = json.loads(body) | field
    text = heading + b"\n" + msgspec.json.encode(told, order="sorted")
    with pytest.raises(TextMalformedError):
        read_text(text, Warrant)


@pytest.mark.parametrize("field", json.loads(TEXT.split(b"\n", 1)[1]))
def test_a_field_that_is_missing_is_no_text(field: str) -> None:
    heading, body = TEXT.split(b"\n", 1)
    told = json.loads(body)
    del told[field]
    with pytest.raises(TextMalformedError):
        read_text(heading + b"\n" + msgspec.json.encode(told, order="sorted"), Warrant)


@given(now=st.integers(0, 4_000_000))
def test_a_text_is_good_within_its_time(now: int) -> None:
    if WARRANT.at - SKEW <= now < WARRANT.until:
        require_here_and_now(WARRANT, WARRANT.site, now)
    else:
        with pytest.raises(TextTimeError):
            require_here_and_now(WARRANT, WARRANT.site, now)


@pytest.mark.parametrize(
    "until", [WARRANT.at, WARRANT.at - 1, WARRANT.at + Warrant.VALIDITY + 1, 2**60]
)
def test_a_text_asks_for_no_more_time_than_its_kind_has(until: int) -> None:
    with pytest.raises(TextTimeError):
        require_here_and_now(
            msgspec.structs.replace(WARRANT, until=until), WARRANT.site, WARRANT.at
        )


@pytest.mark.parametrize(
    "site", ["", "jeju.example", "sign.jeju.example:8083", "SIGN.jeju.example"]
)
def test_a_text_is_good_at_its_own_site_alone(site: str) -> None:
    with pytest.raises(TextOfOtherSiteError):
        require_here_and_now(WARRANT, site, WARRANT.at)


@pytest.mark.parametrize(
    ("people", "most"), [(1, 1), (3, 3), (100, 100), (4999, 4999), (5000, 5000), (20_000, 5000)]
)
def test_no_more_may_be_named_than_were_found(people: int, most: int) -> None:
    assert highest_cap(people) == most
    require_terms(msgspec.structs.replace(WARRANT, people=people, cap=most))
    with pytest.raises(WarrantTermsError):
        require_terms(msgspec.structs.replace(WARRANT, people=people, cap=most + 1))


@pytest.mark.parametrize(
    "changes",
    [
        {"cap": 0},
        {"people": 0},
        {"people": -1, "cap": 1},
        {"terms": msgspec.structs.replace(TERMS, end=TERMS.start)},
        {"terms": msgspec.structs.replace(TERMS, end=TERMS.start + LIMITS.window + 1)},
    ],
)
def test_terms_beyond_the_limits_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(WarrantTermsError):
        require_terms(msgspec.structs.replace(WARRANT, **changes))


@given(
    asked=st.frozensets(st.binary(min_size=1, max_size=1), max_size=6),
    opened=st.frozensets(st.binary(min_size=1, max_size=1), max_size=3),
)
def test_the_cap_counts_people_once(asked: frozenset[bytes], opened: frozenset[bytes]) -> None:
    if len(asked | opened) <= WARRANT.cap:
        assert require_rows(WARRANT, asked, opened) == asked - opened
    else:
        with pytest.raises(RowCapError):
            require_rows(WARRANT, asked, opened)
