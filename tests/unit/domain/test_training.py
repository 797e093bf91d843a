"""Training cases: their marks, their people and venues, and what keeps them from real ones."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ansim.domain.identifiers import new_person_id
from ansim.domain.invented_world import (
    PEOPLE,
    VENUES,
    VENUES_FROM,
    invented_people,
    invented_person,
    invented_venue,
    invented_venues,
    patient_of,
)
from ansim.domain.marks import new_mark, read_mark
from ansim.domain.notification import (
    Notification,
    NotificationTermsError,
    require_nobody_in_training,
)
from ansim.domain.pathogens import Anchor
from ansim.domain.quantities import PersonId, VenueId
from ansim.domain.shift_grants import ShiftGrant, proposed_cases, require_cases
from ansim.domain.signed_texts import read_text, write_text
from ansim.domain.training import (
    TrainingMixError,
    is_training,
    new_training_mark,
    require_one_kind,
    require_venues,
)

REAL, OTHER = "2611-AAAAA", "2612-TRAIN"
PRACTICE = "TRAIN-AAAAA"


def refused(error: type[Exception], ask: Callable[[], Any]) -> bool:
    try:
        ask()
    except error:
        return True
    return False


def test_the_mark_tells_the_kind_and_no_month_draws_a_training_mark() -> None:
    made = {new_training_mark() for _ in range(300)}
    assert all(is_training(one) and read_mark(one) == one and len(one) <= 12 for one in made)
    months = [f"{year:02}{month:02}" for year in range(100) for month in range(1, 13)]
    assert not any(is_training(new_mark(month, 5)) for month in months)
    for one in (REAL, OTHER, "", "TRAIN", "TRAINA-AAAA", "train-AAAAA", " TRAIN-AAAAA"):
        assert not is_training(one), one


@pytest.mark.parametrize(
    ("cases", "mixed"),
    [
        ([], False),
        ([REAL], False),
        ([REAL, OTHER], False),
        ([PRACTICE], False),
        ([PRACTICE, "TRAIN-BBBBB"], False),
        ([REAL, PRACTICE], True),
        ([PRACTICE, REAL, OTHER], True),
    ],
)
def test_one_signature_is_for_one_kind(cases: list[str], *, mixed: bool) -> None:
    assert refused(TrainingMixError, lambda: require_one_kind(cases)) is mixed
    if cases:
        grant = ShiftGrant(ref="0" * 32, at=1, until=2, site="s", cases=tuple(sorted(cases)))
        assert refused(TrainingMixError, lambda: require_cases(grant)) is mixed


def test_a_grant_is_proposed_for_the_kind_that_somebody_goes_to() -> None:
    allowed = {REAL, OTHER, PRACTICE, "TRAIN-BBBBB"}
    assert proposed_cases(allowed, PRACTICE, [REAL], [OTHER, "TRAIN-BBBBB"]) == {
        PRACTICE,
        "TRAIN-BBBBB",
    }
    assert proposed_cases(allowed, REAL, [PRACTICE], [OTHER]) == {REAL, OTHER}
    assert proposed_cases(allowed, "", [PRACTICE], [REAL]) == {REAL}


@pytest.mark.parametrize(
    ("case", "venues", "wrong"),
    [
        (REAL, [1, 50_054, VENUES_FROM - 1], False),
        (REAL, [1, VENUES_FROM], True),
        (REAL, [VENUES_FROM + 299], True),
        (PRACTICE, [VENUES_FROM, VENUES_FROM + 299], False),
        (PRACTICE, [VENUES_FROM, 1], True),
        (PRACTICE, [50_054], True),
    ],
)
def test_each_kind_has_its_own_venues(case: str, venues: list[int], *, wrong: bool) -> None:
    assert refused(TrainingMixError, lambda: require_venues(case, venues)) is wrong


def notification(**changes: Any) -> Notification:
    said: dict[str, Any] = {
        "ref": "0" * 32,
        "at": 1,
        "until": 2,
        "site": "s",
        "subject": "none",
        "unverified": False,
        "disease": "covid19",
        "anchor": date(2026, 11, 27),
        "anchor_kind": Anchor.SYMPTOM_ONSET,
        "agency": "",
        "team": "",
    }
    return Notification(**said | changes)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, False),
        ({"subject": "+821000000101"}, False),
        ({"training": True}, False),
        ({"training": True, "subject": "+821000000101"}, True),
        ({"training": True, "subject": "one@example.org"}, True),
        ({"training": True, "unverified": True}, True),
    ],
)
def test_a_training_case_is_about_nobody(changes: dict[str, Any], *, wrong: bool) -> None:
    text = notification(**changes)
    assert read_text(write_text(text), Notification) == text
    assert refused(NotificationTermsError, lambda: require_nobody_in_training(text)) is wrong


def test_that_it_is_training_stands_in_every_text_that_is_signed() -> None:
    """Left out it is no text in its one form, so nobody signs one that says neither."""
    written = write_text(notification())
    assert b'"training":false' in written
    assert refused(
        Exception, lambda: read_text(written.replace(b',"training":false', b""), Notification)
    )


def test_nobody_of_the_invented_is_anybody() -> None:
    people = invented_people()
    assert len(set(people)) == PEOPLE
    told = [one for person in people if (one := invented_person(person))]
    assert len({one.phone for one in told}) == PEOPLE
    assert all(one.phone.startswith("010-0000-") and "(연습)" in one.name for one in told)
    assert all(invented_person(PersonId(new_person_id())) is None for _ in range(200))
    assert invented_person(PersonId(b"")) is None


def test_a_case_is_about_one_of_them_always_the_same() -> None:
    marks = [new_training_mark() for _ in range(50)]
    assert [patient_of(one) for one in marks] == [patient_of(one) for one in marks]
    assert {patient_of(one) for one in marks} <= set(invented_people())
    assert len({patient_of(one) for one in marks}) > 30


def test_every_venue_says_that_it_is_invented_and_numbers_fit_the_databases() -> None:
    venues = invented_venues()
    assert len({one.number for one in venues}) == len({one.name_ko for one in venues}) == VENUES
    assert all("(연습)" in one.name_ko and "(training)" in one.name_en for one in venues)
    assert max(one.number for one in venues) < 2**31
    for other in (0, 1, VENUES_FROM - 1, VENUES_FROM + VENUES, -1):
        assert invented_venue(VenueId(other)) is None
