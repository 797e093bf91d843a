"""The log of training cases: the same for everybody, the same tomorrow, and nobody in it who exists."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from ansim.domain.days import VENUE_ZONE, local_day
from ansim.domain.identifiers import new_person_id
from ansim.domain.invented_world import (
    invented_people,
    invented_venues,
    is_invented_venue,
    patient_of,
)
from ansim.domain.quantities import Handle, PersonId, VenueId
from ansim.domain.retention import POLICY
from ansim.domain.search_bounds import Bounds, UnknownPersonError
from ansim.domain.search_results import vouch
from ansim.domain.signed_places import stays_digest
from ansim.domain.training import TrainingMixError
from ansim.keys import CaseCipher
from ansim.keys.calls import CaseInSession, KnownSession
from ansim.tracing.index import BASE
from ansim.tracing.process import calls, itinerary
from ansim.tracing.process.answers import Answers, window_of
from ansim.tracing.process.held_sessions import SearchedCase
from ansim.tracing.process.invented_log import InventedLog

MARK = "TRAIN-AAAAA"
CIPHER = CaseCipher(b"k" * 16)
NOON = datetime(2026, 11, 27, 12, tzinfo=VENUE_ZONE).timestamp()
ALL = window_of(int(NOON) - 40 * 86400, int(NOON) + 86400)


def log_at(moment: float = NOON) -> InventedLog:
    return InventedLog(lambda: moment)


def stays(log: InventedLog, person: PersonId) -> list[calls.ItineraryStay]:
    rows = log.rows([person], ALL)[person]
    return itinerary.assemble(rows, log.venues, log.lengths)


def case_about(person: bytes, mark: str = MARK, **places: Any) -> SearchedCase:
    told = CaseInSession(CIPHER.key, CIPHER.handle(PersonId(person)), Bounds(0, 2**40), places)
    return SearchedCase(mark, told, KnownSession("", "officer", 2**40, {mark: told}))


def asked(kind: Any, **terms: Any) -> Any:
    return kind(session=b"", case=MARK, **terms)


def test_a_case_looks_the_same_in_another_process_and_tomorrow() -> None:
    person = patient_of(MARK)
    today, again = stays(log_at(), person), stays(log_at(NOON + 7200), person)
    assert today == again
    kept = local_day(NOON) - timedelta(days=POLICY.visit_days - 2)
    settled = [
        one for one in today if kept <= local_day(one.entered) < local_day(NOON) - timedelta(days=1)
    ]
    assert len(settled) > 20
    tomorrow = {one.visit: one for one in stays(log_at(NOON + 86400), person)}
    assert [tomorrow[one.visit] for one in settled] == settled


@pytest.mark.parametrize("hour", [0, 5, 15, 23])
def test_it_ends_with_yesterday_and_goes_back_as_far_as_the_real_one(hour: int) -> None:
    now = datetime(2026, 11, 27, hour, 30, tzinfo=UTC).timestamp()
    today = local_day(now)
    snapshot = log_at(now).snapshot
    days = [local_day(day.start + BASE) for day in snapshot.days]
    assert days[-1] == today - timedelta(days=1)
    assert days[0] == POLICY.first_kept_day(today)
    assert snapshot.runs == ()


def test_days_off_are_other_days() -> None:
    log = log_at()
    sunday, monday = date(2026, 11, 22), date(2026, 11, 23)
    people = invented_people()[:300]

    def entries(day: date) -> set[tuple[PersonId, VenueId]]:
        return {
            (person, stay.venue)
            for person in people
            for stay in stays(log, person)
            if local_day(stay.entered) == day
        }

    assert len(entries(monday)) > 1.5 * len(entries(sunday)) > 0


def test_every_search_tells_invented_venues_and_people_alone() -> None:
    answers, person = Answers(log_at(), b"s" * 32), patient_of(MARK)
    itinerary = answers.itinerary(asked(calls.ItineraryOf, window=ALL), case_about(person)).stays
    assert itinerary
    first = itinerary[0]
    case = case_about(person, signed=[(first.venue, first.entered - 3600, first.entered + 3600)])
    found = answers.contacts(asked(calls.ContactsOf, window=ALL, back=ALL, degrees=2), case)
    present = answers.present(asked(calls.PresentAt, places="signed"), case)
    near = answers.nearest(
        asked(calls.NearestTo, places="signed", stay=0, moment=first.entered, count=5), case
    )
    people = [one.person for one in present.contacts]
    met = answers.co_presence(
        asked(calls.CoPresenceOf, places="signed", people=people, minimum_overlap=1), case
    )
    told: set[Handle] = {one.person for one in found.contacts} | set(people)
    told |= {one.person for one in near} | {end for one in met for end in (one.one, one.other)}
    venues = {one.venue for one in itinerary}
    venues |= {one.venue for one in found.contacts if one.venue is not None}
    assert found.back
    assert near
    assert len(told) > 100
    assert set(CIPHER.people(list(told))) <= set(invented_people())
    assert venues <= {one.number for one in invented_venues()}
    assert all(map(is_invented_venue, venues))


def test_whoever_exists_is_nobody_in_it() -> None:
    answers, stranger = Answers(log_at(), b"s" * 32), new_person_id()
    assert answers.itinerary(asked(calls.ItineraryOf, window=ALL), case_about(stranger)).stays == []
    with pytest.raises(UnknownPersonError):
        answers.contacts(asked(calls.ContactsOf, window=ALL), case_about(stranger))


def test_places_of_the_other_kind_are_refused() -> None:
    real, invented = (VenueId(7), 1, 2), (invented_venues()[0].number, 1, 2)
    for mark, place in ((MARK, real), ("2611-AAAAA", invented)):
        case = case_about(patient_of(MARK), mark, signed=[place])
        with pytest.raises(TrainingMixError):
            case.stays("signed")
        with pytest.raises(TrainingMixError):
            case.stay("signed", 0)


def test_a_case_of_the_other_kind_is_none_of_the_same_session() -> None:
    case = case_about(patient_of(MARK))
    for one, other in ((MARK, "2611-AAAAA"), ("2611-AAAAA", MARK)):
        session = KnownSession("", "officer", 2**40, {one: case.told, other: case.told})
        with pytest.raises(TrainingMixError):
            SearchedCase(one, case.told, session).other(other)


def test_the_tracer_writes_the_terms_and_names_typed_stays_under_the_key_of_the_case() -> None:
    answers, person = Answers(log_at(), b"s" * 32), patient_of(MARK)
    first = stays(answers.log, person)[0]
    stay = (first.venue, first.entered, first.entered + 1800)
    window = window_of(first.entered - 3600, first.entered + 7200)
    told = []
    for key in (b"k" * 16, b"l" * 16):
        handle = CaseCipher(key).handle(person)
        of_case = CaseInSession(key, handle, Bounds(0, 2**40), {"signed": [stay]})
        case = SearchedCase(MARK, of_case, KnownSession("", "officer", 2**40, {MARK: of_case}))
        found = answers.contacts(asked(calls.ContactsOf, window=window, stays=[stay]), case)
        again = msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=calls.ContactsFound)
        assert again.terms == found.terms
        assert found.vouched is not None
        assert found.terms is not None
        rows = calls.rows_of(found.contacts)
        assert found.vouched == vouch(b"s" * 32, MARK, handle, found.terms, rows)
        assert found.terms.stays == stays_digest(key, [stay])
        told.append(found)
    one, other = told
    assert one.read.digest != other.read.digest
    assert one.terms.stays != other.terms.stays
    plain = answers.contacts(asked(calls.ContactsOf, window=window), case_about(person))
    assert plain.terms.stays is msgspec.UNSET
