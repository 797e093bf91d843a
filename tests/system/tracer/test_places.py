"""Who was somewhere is told of signed places alone; and what one officer's key gets of the log, at the most."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest

from ansim.domain.categories import Category
from ansim.domain.days import VENUE_ZONE, day_bounds
from ansim.domain.identifiers import new_person_id, new_visit_id
from ansim.domain.marks import new_mark
from ansim.domain.shift_grants import ShiftGrant
from ansim.domain.signed_places import SignedPlaces
from ansim.domain.signed_texts import write_text
from ansim.identity.sessions.calls import BeginSession, SignPlaces
from ansim.keys import DayKeys
from ansim.rpc import CallError
from ansim.tracing.process import calls
from support.callers import tracer_of
from support.grants import know_case, text_fields
from support.house import House
from support.patience import until
from support.rights import Rights, open_rights

VENUES, HOUR = 40, 3600


class Log:
    """Yesterday at venues of these tests' own: each hour somebody new at each of them."""

    def __init__(self, rights: Rights) -> None:
        from ansim.business.models import Venue

        self.rights, system = rights, rights.system
        self.day = datetime.now(VENUE_ZONE).date() - timedelta(days=1)
        self.midnight = day_bounds(self.day)[0]
        made = [
            Venue(
                name=f"시험 장소 {n}", category=Category.CAFE, district="연동", phone="064-000-0000"
            )
            for n in range(VENUES)
        ]
        self.venues = sorted(one.pk for one in Venue.objects.bulk_create(made))
        tagger = DayKeys(system.keys).tagger(self.day)
        self.people = {
            (venue, hour): new_person_id() for venue in self.venues for hour in range(24)
        }
        rows = [
            (
                self.day,
                venue,
                new_visit_id(time.time()),
                tagger(person),
                hour * HOUR + self.midnight,
            )
            for (venue, hour), person in self.people.items()
        ]
        with system.owner("visits") as visits, visits.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO visits.visit (day, venue_id, id, tag, entered_at, left_at, party, method, evidence)"
                " VALUES (%s, %s, %s, %s, to_timestamp(%s), to_timestamp(%s), 0, 1, 0)",
                [(*row, row[-1] + 1800) for row in rows],
            )
        self.tracer = tracer_of(system)

    def case(self) -> tuple[str, bytes]:
        """A fresh case of the officer's team about nobody, and a session for it."""
        ref = new_mark("2611", 5)
        know_case(self.rights.system, ref, None, "jeju")
        text = write_text(ShiftGrant(**text_fields(cases=(ref,))))
        signed = BeginSession(text, self.rights.staff["officer"].sign(text))
        return ref, self.rights.vault.begin_session(signed).session

    def stay(self, place: int, first: int, last: int) -> tuple[int, int, int]:
        return self.venues[place], self.midnight + first * HOUR, self.midnight + last * HOUR

    def text(self, case: str, *stays: tuple[int, int, int], **changes: Any) -> bytes:
        fields = {"case": case, "stays": stays, "why": "interview"} | changes
        return write_text(SignedPlaces(**text_fields(**fields)))

    def sign(self, text: bytes, login: str = "officer", agreed: str = "") -> str:
        other = self.rights.staff[agreed].sign(text) if agreed else None
        signed = SignPlaces(text, self.rights.staff[login].sign(text), other)
        return self.rights.vault.sign_places(signed).mark

    def present(self, case: str, session: bytes, places: str) -> list[bytes]:
        asked = calls.PresentAt(session=session, case=case, places=places, limit=20_000)
        return [one.person for one in self.tracer.present(asked).contacts]


@pytest.fixture(scope="module")
def log(house: House) -> Any:
    house.need("vault", "tracer")
    with open_rights(house) as rights:
        built = Log(rights)
        case, session = built.case()
        places = built.sign(built.text(case, built.stay(VENUES - 1, 0, 24)))
        asked = calls.PresentAt(session=session, case=case, places=places, anew=True)
        until(
            lambda: len(built.tracer.present(asked).contacts) == 24,
            "the tracer takes yesterday in",
        )
        yield built


def code_of(ask: Any) -> str:
    try:
        ask()
    except CallError as error:
        return error.code
    return "accepted"


def test_the_signed_stays_are_told_and_nothing_before_or_after_them(log: Log) -> None:
    case, session = log.case()
    places = log.sign(log.text(case, log.stay(0, 3, 6), log.stay(1, 10, 11)))
    cipher = know_case(log.rights.system, case, None)
    there = {(0, 3), (0, 4), (0, 5), (1, 10)}
    want = {log.people[log.venues[place], hour] for place, hour in there}
    assert set(cipher.people(log.present(case, session, places))) == want  # type: ignore[arg-type]
    for moment in (0, 4, 23):
        asked = calls.NearestTo(
            session=session,
            case=case,
            places=places,
            stay=0,
            count=100,
            moment=log.midnight + moment * HOUR,
        )
        near = log.tracer.nearest(asked)
        assert sorted((one.entered - log.midnight) // HOUR for one in near) == [3, 4, 5]
    assert (
        code_of(
            lambda: log.tracer.nearest(
                calls.NearestTo(
                    session=session,
                    case=case,
                    places=places,
                    stay=2,
                    moment=log.midnight,
                )
            )
        )
        == "places-unknown"
    )


def test_a_drawing_leaves_out_whoever_is_not_in_the_log_and_does_not_tell_who(log: Log) -> None:
    case, session = log.case()
    places = log.sign(log.text(case, log.stay(0, 3, 6)))
    cipher = know_case(log.rights.system, case, None)
    known = [log.people[log.venues[0], hour] for hour in (3, 4)]
    for people in ([*known, new_person_id()], [new_person_id()], known):
        asked = calls.CoPresenceOf(
            session=session, case=case, places=places, people=cipher.handles(people)
        )
        assert log.tracer.co_presence(asked) == []


def test_a_count_below_none_tells_nobody(log: Log) -> None:
    case, session = log.case()
    places = log.sign(log.text(case, log.stay(0, 3, 6)))
    for count in (-1, -3, -20_000):
        asked = calls.NearestTo(
            session=session, case=case, places=places, stay=0, moment=log.midnight, count=count
        )
        assert code_of(lambda asked=asked: log.tracer.nearest(asked)) == "WindowError"


def test_places_are_of_one_case_and_of_nobody_who_signed_others(log: Log) -> None:
    (case, session), (other, its) = log.case(), log.case()
    places = log.sign(log.text(case, log.stay(0, 0, 1)))
    assert len(log.present(case, session, places)) == 1
    assert code_of(lambda: log.present(other, its, places)) == "places-unknown"
    assert code_of(lambda: log.present(case, session, "0" * 32)) == "places-unknown"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"stays": ()}, "text-malformed"),
        ({"stays": ((1, 20, 10),)}, "places-malformed"),
        ({"stays": ((2, 10, 20), (1, 10, 20))}, "places-malformed"),
        ({"stays": ((1, 10, 20),)}, "out-of-bounds"),
        ({"stays": ((1, 2**40, 2**40 + 5),)}, "out-of-bounds"),
        ({"why": "curiosity"}, "text-malformed"),
        ({"why": "order"}, "places-budget"),
        ({"case": "2611-NOSUC"}, "case-not-yours"),
        ({"site": "sign.example.org"}, "text-of-other-site"),
        ({"at": 1, "until": 2}, "text-time"),
        ({"until": int(time.time()) + 9 * HOUR}, "text-time"),
    ],
)
def test_every_field_of_places_is_looked_at(log: Log, changes: dict[str, Any], code: str) -> None:
    case, _ = log.case()
    said = {"case": case, "stays": (log.stay(0, 0, 1),), "why": "interview"} | changes
    text = write_text(SignedPlaces(**text_fields(**said)))
    assert code_of(lambda: log.sign(text)) == code


def test_places_serve_once_and_are_signed_by_the_cases_team(log: Log) -> None:
    case, _ = log.case()
    text = log.text(case, log.stay(0, 0, 1))
    assert code_of(lambda: log.sign(text, "elsewhere")) == "case-not-yours"
    assert code_of(lambda: log.sign(text, "approver")) == "not-two-signers"
    assert code_of(lambda: log.sign(text)) == "accepted"
    assert code_of(lambda: log.sign(text)) == "text-used"


def test_beyond_the_budget_both_sides_sign_the_same_text(log: Log) -> None:
    case, session = log.case()
    stays = [log.stay(place, 0, 24) for place in range(3)]
    text = log.text(case, *stays, why="order")
    for agreed, code in (("", "places-budget"), ("colleague", "not-two-signers")):
        assert code_of(lambda agreed=agreed: log.sign(text, agreed=agreed)) == code
    places = log.sign(text, agreed="approver")
    assert len(log.present(case, session, places)) == 3 * 24
    # What both signed for is not of the budget of one.
    assert code_of(lambda: log.sign(log.text(case, log.stay(5, 0, 24)))) == "accepted"


def test_another_agency_agrees_to_no_places(log: Log) -> None:
    case, _ = log.case()
    text = log.text(case, log.stay(0, 0, 24), log.stay(1, 0, 24))
    change, ref = (
        "UPDATE vault.staff SET agency = %s WHERE ref = %s",
        log.rights.staff["second"].ref,
    )
    with log.rights.system.owner("identity") as identity:
        identity.execute(change, ["other", ref])
        assert code_of(lambda: log.sign(text, agreed="second")) == "case-not-yours"
        identity.execute(change, ["", ref])
    assert code_of(lambda: log.sign(text, agreed="second")) == "accepted"


def test_whoever_agreed_lets_and_whoever_asked_asks(log: Log) -> None:
    case, _ = log.case()
    log.sign(log.text(case, log.stay(0, 0, 24), log.stay(1, 0, 24)), agreed="approver")
    with log.rights.system.owner("identity") as identity:
        rows = identity.execute(
            "SELECT staff, side FROM vault.side WHERE case_ref = %s", [case]
        ).fetchall()
    staff = log.rights.staff
    assert dict(rows) == {staff["officer"].ref: "asking", staff["approver"].ref: "letting"}


def test_the_most_that_one_key_gets_of_a_case_stays_within_its_venue_hours(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every text that the key may sign, hour by hour at each venue: taken until the vault refuses all."""
    case, session = log.case()
    found: set[bytes] = set()
    signed = 0
    for place in range(VENUES):
        for hours in (24, 8, 1):
            for first in range(0, 24, hours):
                text = log.text(case, log.stay(place, first, first + hours))
                if code_of(lambda text=text: log.sign(text)) != "accepted":
                    continue
                signed += hours
                with log.rights.system.owner("identity") as identity:
                    row = identity.execute(
                        "SELECT encode(ref, 'hex') FROM vault.places WHERE text = %s", [text]
                    ).fetchone()
                assert row
                found |= set(log.present(case, session, row[0]))
        if place > 2:
            break
    assert signed == 24
    assert len(found) == 24
    share = len(found) / len(log.people)
    with capsys.disabled():
        print(
            f"\none key, one case, a day of {VENUES} venues: {signed} venue-hours signed, "
            f"{len(found)} of {len(log.people)} check-ins told ({share:.1%})"
        )
