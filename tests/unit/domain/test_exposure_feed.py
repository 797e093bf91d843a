"""The exposure feed's rules; the vectors are read by the visitor app's tests too (web/tests/exposures.test.ts)."""

import hashlib
import hmac
import json
import random
from base64 import urlsafe_b64decode
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.codes import new_code
from ansim.domain.days import VENUE_ZONE, day_bounds, local_day
from ansim.domain.exposure_feed import (
    ENTRY_BYTES,
    FEED_DAYS,
    FEWEST_ENTRIES,
    KEY_BYTES,
    LONGEST_WINDOW,
    MOST_ENTRIES,
    SLOT,
    Advice,
    DiseaseGroup,
    ExposureWindowError,
    Guidance,
    Slot,
    by_key,
    days_in_feed,
    entry,
    false_match_rate,
    found,
    graver,
    last_day,
    padded,
    require_publishable,
    rounded_out,
    slots_of,
)

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "exposures.json").read_text())
CAFE, BATH = "7Q2M4X9KTB3HW5ZD", "0123456789ABCDEF"
DAY = date(2026, 11, 27)
ADVICE = Guidance(Advice.TEST, DiseaseGroup.AIRWAYS)
MOMENTS = st.integers(1_700_000_000, 1_900_000_000)


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=VENUE_ZONE).timestamp()


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2026-11-27 10:20", "2026-11-27 11:40", "2026-11-27 10:00", "2026-11-27 12:00"),
        ("2026-11-27 10:00", "2026-11-27 11:00", "2026-11-27 10:00", "2026-11-27 11:00"),
        ("2026-11-27 23:59", "2026-11-28 00:01", "2026-11-27 23:00", "2026-11-28 01:00"),
        ("2026-11-27 00:00", "2026-11-28 00:00", "2026-11-27 00:00", "2026-11-28 00:00"),
    ],
)
def test_a_window_grows_to_whole_slots(start: str, end: str, first: str, last: str) -> None:
    assert rounded_out(at(start), at(end)) == (at(first), at(last))


@given(MOMENTS, st.integers(1, LONGEST_WINDOW - 2 * SLOT))
def test_no_second_of_a_window_is_lost_and_less_than_a_slot_is_added(start: int, long: int) -> None:
    first, last = rounded_out(start, start + long)
    assert first <= start < first + SLOT
    assert last - SLOT < start + long <= last
    assert slots_of(first, last) == slots_of(start, start + long)
    assert len(slots_of(first, last)) == (last - first) // SLOT


@given(MOMENTS, st.integers(1, LONGEST_WINDOW))
def test_each_slot_lies_in_its_day_and_they_follow_one_another(start: int, long: int) -> None:
    begins = [
        day_bounds(slot.day)[0] + slot.number * SLOT for slot in slots_of(start, start + long)
    ]
    assert [local_day(one) for one in begins] == [
        slot.day for slot in slots_of(start, start + long)
    ]
    assert begins == list(range(begins[0], begins[0] + len(begins) * SLOT, SLOT))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-27 11:00", "2026-11-27 10:00"),  # backward
        ("2026-11-27 11:00", "2026-11-27 11:00"),  # no time at all
        ("2026-11-26 10:30", "2026-11-27 10:31"),  # 25 slots
        ("2026-11-27 11:00", "2026-11-27 12:01"),  # not over
        ("2026-11-13 10:00", "2026-11-12 11:00"),
        ("2026-11-12 10:00", "2026-11-12 11:00"),  # left the feed on the 26th
    ],
)
def test_what_is_no_exposure_for_the_feed_is_refused(start: str, end: str) -> None:
    with pytest.raises(ExposureWindowError):
        require_publishable(at(start), at(end), at("2026-11-27 12:00"))


def test_an_exposure_stays_for_fourteen_days_after_its_end() -> None:
    now = at("2026-11-27 12:00")
    assert require_publishable(at("2026-11-13 10:00"), at("2026-11-13 11:00"), now)
    assert last_day(at("2026-11-13 11:00")) == DAY
    assert last_day(at("2026-11-13 00:00")) == DAY - timedelta(days=1), (
        "midnight ends the day before"
    )
    assert days_in_feed(now) == [DAY - timedelta(days=back) for back in range(FEED_DAYS, -1, -1)]


def test_an_entry_is_what_the_protocol_says() -> None:
    message = b"ansim-exposure-v1\n2026-11-27\n10"
    mac = hmac.new(CAFE.encode(), message, hashlib.sha256).digest()
    assert entry(CAFE, Slot(DAY, 10), ADVICE) == mac[:7] + bytes([mac[7] ^ 0x11])


@given(st.sampled_from(Advice), st.sampled_from(DiseaseGroup), st.integers(0, 23))
def test_who_stood_there_reads_what_is_told_and_no_other_code_day_or_slot_does(
    advice: Advice, group: DiseaseGroup, number: int
) -> None:
    told, slot = Guidance(advice, group), Slot(DAY, number)
    entries = by_key(padded([entry(CAFE, slot, told)], DAY, b"k"))
    assert found(CAFE, slot, entries) == told
    assert found(BATH, slot, entries) is None
    assert found(CAFE, Slot(DAY, (number + 1) % 24), entries) is None
    assert found(CAFE, Slot(DAY + timedelta(days=1), number), entries) is None


def test_advice_that_this_version_does_not_know_asks_to_call() -> None:
    slot = Slot(DAY, 3)
    packed = bytearray(entry(CAFE, slot, ADVICE))
    packed[KEY_BYTES] ^= 0x11 ^ 0x9C  # group 9, advice 12
    assert found(CAFE, slot, by_key(bytes(packed))) == Guidance(Advice.ASK, DiseaseGroup.UNSAID)


def test_of_two_exposures_the_graver_counts_and_a_group_only_where_both_have_it() -> None:
    watch = Guidance(Advice.WATCH, DiseaseGroup.AIRWAYS)
    assert graver(watch, ADVICE) == graver(ADVICE, watch) == ADVICE
    gut = Guidance(Advice.ASK, DiseaseGroup.GUT)
    assert graver(gut, watch) == Guidance(Advice.WATCH, DiseaseGroup.UNSAID)


@pytest.mark.parametrize(
    ("held", "size"),
    [
        (0, 64),
        (1, 64),
        (64, 64),
        (65, 128),
        (3000, 4096),
        (8193, MOST_ENTRIES),
        (20_000, MOST_ENTRIES),
    ],
)
def test_a_day_tells_its_number_of_exposures_by_powers_of_two_alone(held: int, size: int) -> None:
    rng = random.Random(held)
    entries = [rng.randbytes(ENTRY_BYTES) for _ in range(held)]
    packed = padded(entries, DAY, b"k")
    rows = [packed[start : start + ENTRY_BYTES] for start in range(0, len(packed), ENTRY_BYTES)]
    assert len(rows) == len(set(rows)) == size
    assert rows == sorted(rows), "the order says nothing"
    assert set(entries[:MOST_ENTRIES]) <= set(rows)
    assert padded(entries, DAY, b"k") == packed
    if held < size:
        assert padded(entries, DAY, b"l") != packed
        assert padded(entries, DAY + timedelta(days=1), b"k") != packed


def test_a_full_day_of_a_province_is_below_200_kb_as_it_is_sent() -> None:
    # Base64 within a JSON that a compact JWS encodes once more; header, other claims and signature take some 400.
    once = -(-MOST_ENTRIES * ENTRY_BYTES * 4 // 3)
    assert -(-once * 4 // 3) + 1000 <= 200_000
    assert FEWEST_ENTRIES * ENTRY_BYTES * 16 // 9 < 1000


def test_false_matches_are_as_rare_as_stated() -> None:
    """Measured where they can be: with keys cut to two bytes, on random venues. The same formula holds for seven."""
    rng = random.Random(53)
    published, tried, phones, cut = 400, 40, 1500, 2
    slot = Slot(DAY, 10)
    codes = [new_code() for _ in range(published)]
    feed = {entry(code, slot, ADVICE)[:cut] for code in codes}
    hits = sum(
        entry(new_code(), Slot(DAY, rng.randrange(24)), ADVICE)[:cut] in feed
        for _ in range(phones * tried)
    )
    expected = phones * tried * len(feed) / 256**cut
    print(f"false matches, keys of {cut} bytes: {hits}, by the formula {expected:.0f}")
    assert abs(hits - expected) < 6 * expected**0.5  # six standard deviations of a Poisson number
    assert false_match_rate(published, tried, cut) >= len(feed) * tried / 256**cut

    # A full day, a phone that tries 40 places and hours of it; then 600,000 such phones on each of the 15 days.
    a_day = false_match_rate(MOST_ENTRIES, tried)
    province = a_day * 600_000 * (FEED_DAYS + 1)
    print(
        f"keys of {KEY_BYTES} bytes: {a_day:.1e} a phone and day, {province:.1e} phones of a province"
    )
    assert a_day < 1e-11
    assert province < 1e-4


@pytest.mark.parametrize("one", VECTORS["entries"], ids=lambda one: f"{one['code']}-{one['slot']}")
def test_entries_of_the_vectors(one: dict[str, str]) -> None:
    slot = Slot(date.fromisoformat(one["day"]), int(one["slot"]))
    told = Guidance(Advice(one["advice"]), DiseaseGroup(one["group"]))
    assert entry(one["code"], slot, told) == decoded(one["entry"])


@pytest.mark.parametrize("one", VECTORS["stays"], ids=lambda one: one["why"])
def test_stays_of_the_vectors(one: dict[str, object]) -> None:
    days = {date.fromisoformat(day): by_key(decoded(text)) for day, text in VECTORS["days"].items()}
    matched = [
        [slot.day.isoformat(), slot.number, told.advice, told.group]
        for slot in slots_of(float(str(one["entered"])), float(str(one["left"])))
        if (told := found(str(one["code"]), slot, days.get(slot.day, {})))
    ]
    assert matched == one["found"]
