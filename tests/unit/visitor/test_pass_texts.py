from uuid import UUID

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.days import day_bounds, local_day
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.methods import Method
from ansim.visitor.passes.pass_text import LEEWAY, PassError, Passes, PassKind

PASSES = Passes(b"k" * 32)
SECRET = bytes(range(32))
NOW = 1_795_000_000.0
TODAY = local_day(NOW)
DAY = 24 * 3600


@pytest.mark.parametrize(("kind", "lives"), [(PassKind.PHONE, 180), (PassKind.PRINTED, 90 * DAY)])
def test_a_pass_says_who_until_when_and_lives_as_long_as_its_kind(
    kind: PassKind, lives: int
) -> None:
    person = new_person_id()
    text, expires_at = PASSES.issue(kind, person, NOW, generation=7)
    found = PASSES.open(text)
    assert (found.kind, found.person, found.generation, found.expires_at) == (
        kind,
        person,
        7,
        expires_at,
    )
    assert expires_at == int(NOW) + lives
    assert found.is_live(NOW)
    assert found.is_live(expires_at)  # the clock of the venue's phone may differ a little
    assert not found.is_live(expires_at + LEEWAY)
    assert not found.is_live(NOW - LEEWAY - 1)


def test_the_text_fits_a_small_qr() -> None:
    text, _ = PASSES.issue(PassKind.PRINTED, new_person_id(), NOW, 65535)
    medium = segno.make(text, error="m", boost_error=False)
    quartile = segno.make(text, error="q", boost_error=False)
    assert len(text) == 76
    assert (medium.mode, medium.version, quartile.version) == ("alphanumeric", 4, 5)


def test_two_passes_of_one_person_are_unlike() -> None:
    person = new_person_id()
    assert len({PASSES.issue(PassKind.PHONE, person, NOW)[0] for _ in range(100)}) == 100


def test_the_text_shows_nothing_of_the_person() -> None:
    texts = [PASSES.issue(PassKind.PHONE, b"A" * 16, NOW)[0] for _ in range(2)]
    shared = [a == b for a, b in zip(*texts, strict=True)]
    assert sum(shared[7:]) < 20  # 69 letters of 32 agree by chance about twice


@given(st.text(max_size=120))
def test_another_text_is_no_pass(text: str) -> None:
    for forged in (text, f"ANSIM1.{text}"):
        with pytest.raises(PassError):
            PASSES.open(forged)


@given(st.integers(7, 75), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_changed_letter_is_noticed(place: int, letter: str) -> None:
    text, _ = PASSES.issue(PassKind.PHONE, bytes(16), NOW)
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        with pytest.raises(PassError):
            PASSES.open(changed)


def test_a_phones_pass_has_one_visit_a_venue_and_a_printed_one_as_many_as_it_is_scanned() -> None:
    phone = PASSES.open(PASSES.issue(PassKind.PHONE, new_person_id(), NOW)[0])
    printed = PASSES.open(PASSES.issue(PassKind.PRINTED, new_person_id(), NOW)[0])
    first, second = new_visit_id(), new_visit_id()
    assert phone.visit_at(1, first, SECRET, TODAY) == phone.visit_at(1, second, SECRET, TODAY)
    assert phone.visit_at(1, first, SECRET, TODAY) != phone.visit_at(2, first, SECRET, TODAY)
    assert {printed.visit_at(1, one, SECRET, TODAY) for one in (first, second)} == {first, second}


def test_whoever_holds_a_pass_finds_its_visit_by_no_other_secret_than_the_day_s() -> None:
    phone = PASSES.open(PASSES.issue(PassKind.PHONE, new_person_id(), NOW)[0])
    stored = phone.visit_at(1, new_visit_id(), SECRET, TODAY)
    guesses = (b"", phone.person, phone.mark, bytes(32), phone.serial, SECRET[::-1])
    assert stored not in {phone.visit_at(1, new_visit_id(), guess, TODAY) for guess in guesses}


def test_the_visit_of_a_phones_pass_is_a_uuid7_of_a_moment_at_which_it_held() -> None:
    phone = PASSES.open(PASSES.issue(PassKind.PHONE, new_person_id(), NOW)[0])
    visits = [phone.visit_at(venue, UUID(int=0), SECRET, TODAY) for venue in range(1, 40)]
    assert {(visit.version, visit.variant) for visit in visits} == {(7, "specified in RFC 4122")}
    moments = [moment_of(visit) for visit in visits]
    assert NOW <= min(moments) < max(moments) <= NOW + 180
    assert len(set(moments)) > 35


@pytest.mark.parametrize("before", [-50, 0, 1, 20, 90, 179, 180, 230])
def test_a_phones_pass_shown_on_both_sides_of_midnight_leaves_nothing_that_two_days_share(
    before: int,
) -> None:
    """Its ids have neither bits nor moment in common, and each is of its own day like any other's."""
    start, midnight = day_bounds(TODAY)
    assert start < midnight
    phone = PASSES.open(PASSES.issue(PassKind.PHONE, new_person_id(), midnight - before)[0])
    tomorrow, secrets = local_day(midnight), (SECRET, SECRET[::-1])
    one, other = (
        phone.visit_at(1, UUID(int=0), secret, day)
        for secret, day in zip(secrets, (TODAY, tomorrow), strict=True)
    )
    # Made earlier than it lasts, it was over before the day ended, and shown within the leeway.
    held_from = midnight - max(before, 180)
    assert held_from <= moment_of(one) < midnight <= moment_of(other) < midnight + 240
    assert (one.int ^ other.int) & (1 << 62) - 1
    # Only whoever has the day's secret knows how far from its making.
    assert moment_of(other) != moment_of(phone.visit_at(1, UUID(int=0), SECRET, tomorrow))


def moment_of(visit: UUID) -> float:
    return (visit.int >> 80) / 1000


def test_each_kind_is_a_method_of_its_own() -> None:
    assert (PassKind.PHONE.method, PassKind.PRINTED.method) == (Method.PASS, Method.PRINTED_PASS)
