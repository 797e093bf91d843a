"""What is told of contacts of contacts: whom to reach, in which order, since which day. Nothing of where and when."""

from datetime import datetime
from functools import cache
from typing import Any

import numpy as np
import pytest

from ansim.domain.days import VENUE_ZONE, day_bounds, local_day
from ansim.domain.found_summary import summary_mac
from ansim.domain.invented_world import patient_of
from ansim.domain.quantities import PersonId
from ansim.domain.search_bounds import Bounds
from ansim.domain.search_results import vouch
from ansim.keys import CaseCipher
from ansim.keys.calls import CaseInSession, KnownSession
from ansim.tracing.index import BASE
from ansim.tracing.process import calls
from ansim.tracing.process.answers import Answers, window_of
from ansim.tracing.process.beyond_direct import NOWHERE, without_movements
from ansim.tracing.process.held_sessions import SearchedCase
from ansim.tracing.process.invented_log import InventedLog
from ansim.tracing.ranking import RankedContacts

MARKS = ("TRAIN-AAAAA", "TRAIN-7KQ2M")
SCOPE = b"s" * 32
CIPHER = CaseCipher(b"k" * 16)
NOON = datetime(2026, 11, 27, 12, tzinfo=VENUE_ZONE).timestamp()
DAY = 86400


@cache
def answers() -> Answers[InventedLog]:
    return Answers(InventedLog(lambda: NOON), SCOPE)


def case_of(mark: str) -> SearchedCase:
    handle = CIPHER.handle(PersonId(patient_of(mark)))
    told = CaseInSession(CIPHER.key, handle, Bounds(0, 2**40), {})
    return SearchedCase(mark, told, KnownSession("", "officer", 2**40, {mark: told}))


def found(
    mark: str, degrees: int, days: int = 6, **changes: Any
) -> tuple[calls.ContactsOf, calls.ContactsFound]:
    window = window_of(int(NOON) - days * DAY, int(NOON))
    asked = calls.ContactsOf(
        session=b"", case=mark, window=window, back=window, degrees=degrees, **changes
    )
    return asked, answers().contacts(asked, case_of(mark))


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("degrees", [2, 3])
def test_of_a_contacts_contact_a_day_is_told_and_nothing_of_where_and_when(
    mark: str, degrees: int
) -> None:
    _asked, forward = found(mark, degrees)
    assert forward.back
    for one_way in (forward, forward.back):
        beyond = [one for one in one_way.contacts if one.degree > 1]
        direct = [one for one in one_way.contacts if one.degree == 1]
        assert len(beyond) > 100
        assert direct
        for one in beyond:
            assert (one.venue, one.overlap, one.encounters, one.met) == (None, 0, 0, [])
            assert (one.chances, one.classification) == (b"", "")
            day = local_day(one.first_exposed)
            assert (one.first_exposed, one.last_exposed) == day_bounds(day)
            assert one.via != CIPHER.handle(PersonId(patient_of(mark)))
            assert float(f"{one.risk:.0e}") == pytest.approx(one.risk, abs=1e-9)
        assert all(one.venue is not None and one.overlap >= 60 for one in direct)
        # In the order that is told no finer time or risk stands either.
        told = [(-one.risk, one.first_exposed) for one in beyond]
        assert told == sorted(told)


@pytest.mark.parametrize("mark", MARKS)
def test_a_direct_contact_is_told_the_same_whatever_degree_was_asked(mark: str) -> None:
    _asked, near = found(mark, 1)
    _asked, far = found(mark, 3, limit=20_000)
    far_rows = {one.person: one for one in far.contacts}
    for one in near.contacts:
        other = far_rows[one.person]
        assert (one.first_exposed, one.last_exposed, one.venue, one.met) == (
            other.first_exposed,
            other.last_exposed,
            other.venue,
            other.met,
        )
        # Where another chain is riskier its risk counts, with one digit.
        assert other.risk == one.risk or float(f"{other.risk:.0e}") == pytest.approx(other.risk)


@pytest.mark.parametrize("mark", MARKS)
def test_digest_and_summary_are_of_what_is_told(mark: str) -> None:
    asked, forward = found(mark, 2, limit=300)
    assert forward.back
    for one_way, window, back in (
        (forward, asked.window, False),
        (forward.back, asked.back, True),
    ):
        assert window
        assert one_way.vouched
        assert one_way.counted
        case, terms = case_of(mark), calls.result_terms(asked, window, back=back)
        rows = calls.rows_of(one_way.contacts)
        assert one_way.vouched == vouch(SCOPE, mark, case.subject, terms, rows)
        summary = calls.summary_of(one_way.contacts)
        mac = summary_mac(SCOPE, mark, case.subject, terms, one_way.vouched.digest, summary)
        assert one_way.counted == calls.CountedResult(summary, mac)
        direct = {one.venue for one in one_way.contacts if one.degree == 1}
        assert summary.venues == len(direct)


@pytest.mark.parametrize("hour", [0, 9, 14.999, 15, 23.999])
def test_the_day_is_the_one_in_korea(hour: float) -> None:
    case, contact, guest = 0, 1, 2
    day = 2500
    at = int(day * DAY + hour * 3600)
    rows = RankedContacts(
        person=np.array([contact, guest], np.int32),
        degree=np.array([1, 2], np.int32),
        first=np.array([at, at], np.int32),
        last=np.array([at + 600, at + 600], np.int32),
        overlap=np.array([600, 600], np.int32),
        encounters=np.array([2, 1], np.int32),
        risk=np.array([0.123456, 0.0123456]),
        via=np.array([case, contact], np.int32),
        venue=np.array([7, 8], np.int32),
    )
    direct = rows.best(1)
    told = list(without_movements(rows, direct, case))
    assert told[0] == next(iter(rows))
    want = day_bounds(local_day(at + BASE))
    assert (told[1].first + BASE, told[1].last + BASE) == want
    assert (told[1].overlap, told[1].encounters, told[1].venue) == (0, 0, NOWHERE)
    assert told[1].risk == pytest.approx(0.01)
    assert told[1].via == contact
