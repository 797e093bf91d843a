"""Whether late check-ins of a case's own person count: not in a case that a code to the number began."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest
from msgspec.structs import replace

from ansim.domain.days import VENUE_ZONE
from ansim.domain.evidence import Sign
from ansim.domain.invented_world import patient_of
from ansim.domain.quantities import PersonId, VenueId
from ansim.domain.search_bounds import Bounds, ManyPlacesError, of_patients_code
from ansim.keys import CaseCipher
from ansim.keys.calls import CaseInSession, KnownSession
from ansim.tracing.process import calls
from ansim.tracing.process.answers import Answers, window_of
from ansim.tracing.process.held_sessions import SearchedCase
from ansim.tracing.process.invented_log import InventedLog
from ansim.tracing.process.itinerary import Row

CIPHER = CaseCipher(b"k" * 16)
NOON = datetime(2026, 11, 27, 12, tzinfo=VENUE_ZONE).timestamp()
SPAN = window_of(int(NOON) - 9 * 86400, int(NOON))
MARKS = ("TRAIN-AAAAA", "TRAIN-7KQ2M")
BY_CODE = of_patients_code(Bounds(0, 2**40))


class LogWithLate(InventedLog):
    """The invented log, in which each `every`-th check-in of the first person asked for came late."""

    every = 0
    ghost: tuple[Row, ...] = ()
    """What the number of each case was checked in at besides, from photographs of signs."""

    def rows(
        self, people: Sequence[PersonId], window: calls.Window
    ) -> Mapping[PersonId, list[Row]]:
        found = dict(super().rows(people, window))
        for mark in MARKS:
            who = patient_of(mark)
            if self.every and who in found:
                found[who] = [_late(row, self.every) for row in found[who]]
            if who in found:
                found[who] = sorted([*found[who], *self.ghost], key=lambda row: row.entered)
        return found


def _late(row: Row, every: int) -> Row:
    if (row.entered // 60) % every:
        return row
    return dataclasses.replace(row, signs=row.signs | Sign.DELIVERED_LATE)


def answers(every: int = 0) -> Answers[LogWithLate]:
    log = LogWithLate(lambda: NOON)
    log.every = every
    return Answers(log, b"s" * 32)


def case_of(mark: str, bounds: Bounds) -> SearchedCase:
    told = CaseInSession(CIPHER.key, CIPHER.handle(PersonId(patient_of(mark))), bounds, {})
    return SearchedCase(mark, told, KnownSession("", "officer", 2**40, {mark: told}))


def itinerary(asked: Answers[LogWithLate], mark: str, bounds: Bounds) -> list[calls.ItineraryStay]:
    question = calls.ItineraryOf(session=b"", case=mark, window=SPAN)
    return asked.itinerary(question, case_of(mark, bounds)).stays


def contacts(asked: Answers[LogWithLate], mark: str, bounds: Bounds) -> calls.ContactsFound:
    question = calls.ContactsOf(
        session=b"", case=mark, window=SPAN, back=SPAN, minimum_overlap=300, close=900
    )
    return asked.contacts(question, case_of(mark, bounds))


def told(found: calls.ContactsFound | None) -> list[calls.Contact]:
    assert found
    assert found.contacts
    return sorted(found.contacts, key=lambda one: one.person)


@pytest.mark.parametrize("mark", MARKS)
def test_where_nothing_came_late_all_is_found_as_ever(mark: str) -> None:
    log, bounds = answers(), Bounds(0, 2**40)
    assert itinerary(log, mark, BY_CODE) == itinerary(log, mark, bounds)
    one, other = contacts(log, mark, BY_CODE), contacts(log, mark, bounds)
    assert told(one) == told(other)
    assert told(one.back) == told(other.back)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("every", [2, 3])
def test_what_came_late_is_on_no_itinerary_and_finds_nobody(mark: str, every: int) -> None:
    log, bounds = answers(every), Bounds(0, 2**40)
    whole, left = itinerary(log, mark, bounds), itinerary(log, mark, BY_CODE)
    late = [one for one in whole if one.signs & Sign.DELIVERED_LATE]
    assert late
    assert left
    assert {one.visit for one in left} == {one.visit for one in whole} - {one.visit for one in late}
    everybody, found = contacts(log, mark, bounds), contacts(log, mark, BY_CODE)
    assert found.back
    for one_way in (found, found.back):
        people = {one.person for one in one_way.contacts}
        assert people < {one.person for one in everybody.contacts}
        for one in one_way.contacts:
            for met in one.met:
                assert any(
                    stay.venue == met.venue and stay.entered <= met.begin < stay.left
                    for stay in left
                )


@pytest.mark.parametrize("mark", MARKS)
def test_where_all_came_late_nobody_is_found(mark: str) -> None:
    log = answers(1)
    assert itinerary(log, mark, BY_CODE) == []
    found = contacts(log, mark, BY_CODE)
    assert found.back
    assert (found.contacts, found.back.contacts) == ([], [])


def at_once(venues: int, begin: float, hours: float) -> tuple[Row, ...]:
    """Check-ins at so many venues within a minute, none of them late, whose ends came hours after."""
    start = int(begin)
    return tuple(
        Row(b"v" * 16, VenueId(venue), start + venue, start + int(hours * 3600), 0, 1, 0)
        for venue in range(venues)
    )


@pytest.mark.parametrize(
    ("ghost", "air"),
    [
        (at_once(30, NOON - 3 * 86400, 0.01), 0),
        (at_once(12, NOON - 3 * 86400, 3), 0),
        (at_once(26, NOON - 86400, 1 / 60), 0),
        (at_once(20, NOON - 86400, 1), 7200),
    ],
    ids=["many venues", "many hours", "a minute at each", "air after each"],
)
def test_a_number_at_many_places_at_once_finds_nobody_in_a_case_that_its_code_began(
    ghost: tuple[Row, ...], air: int
) -> None:
    """One window more, however narrow, changes nothing: the whole day counts."""
    log, mark = answers(), MARKS[0]
    log.log.ghost = ghost
    narrow = window_of(ghost[0].entered, ghost[0].entered + 300)
    for window in (SPAN, narrow):
        question = calls.ContactsOf(session=b"", case=mark, window=window, residual=air)
        with pytest.raises(ManyPlacesError):
            log.contacts(question, case_of(mark, BY_CODE))
        assert log.contacts(question, case_of(mark, Bounds(0, 2**40)))


def test_as_many_places_as_one_person_is_at_are_searched() -> None:
    log, mark = answers(), MARKS[0]
    log.log.ghost = at_once(3, NOON - 86400, 1)
    assert contacts(log, mark, BY_CODE).contacts


def test_a_code_opens_direct_contacts_alone_and_nothing_else_of_the_bounds_changes() -> None:
    bounds = Bounds(5, 9, back_from=2, people=77)
    assert of_patients_code(bounds) == replace(bounds, degrees=1, late=False, joined=False)
