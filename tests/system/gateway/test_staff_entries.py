"""People without phones, entered by staff: unverified, apart from anybody verified, undone within a minute."""

from datetime import time
from typing import Any

import pytest

from ansim.domain.at_the_door import ENTRIES_OF_A_NUMBER, ENTRIES_OF_A_NUMBER_HERE
from ansim.domain.methods import Method
from ansim.identity.phones import phone_index, read_phone, unverified_text
from ansim.identity.sealing import load_private_key, unseal
from support.counter import Counter, entry, settle
from support.system import System, new_venue, now_text
from support.visitor import Visitor, next_phone


@pytest.fixture
def counter(system: System) -> Counter:
    return Counter(system, new_venue(system))


def unverified(system: System, phone: str) -> Any:
    index = phone_index(system.keys.secret("phone-index"), unverified_text(read_phone(phone)))
    query = "SELECT person_id, sealed, verified_by FROM identity.identity WHERE phone_index = %s"
    with system.owner("identity") as connection:
        return connection.execute(query, [index]).fetchone()


def test_an_entry_is_a_visit_of_an_unverified_person(system: System, counter: Counter) -> None:
    phone = next_phone()
    done = counter.enter(phone=phone, name="고순덕", party=2)
    assert done.status_code == 201, done.text
    settle(system, done.json()["id"])
    visit = system.visit(done.json()["id"])
    assert (visit.venue_id, visit.method, visit.party) == (counter.venue.id, Method.STAFF, 2)
    person, sealed, by = unverified(system, phone)
    assert by == "nobody"
    private = load_private_key(system.keys.read("identity/private.pem"))
    opened = unseal(private, bytes(person), bytes(sealed))
    assert (opened.name, opened.phone, opened.unverified) == ("고순덕", read_phone(phone), True)


def test_the_same_number_is_the_same_person_at_every_venue(system: System) -> None:
    phone = next_phone()
    first, second = (Counter(system, new_venue(system)) for _ in range(2))
    visits = [
        counter.enter(phone=written).json()["id"]
        for counter, written in ((first, phone), (second, phone.replace("-", " ")))
    ]
    settle(system, *visits)
    assert len({bytes(system.visit(visit).tag) for visit in visits}) == 1


def test_a_verified_holder_of_the_number_is_neither_found_nor_changed(
    system: System, counter: Counter, visitor: Visitor
) -> None:
    before, about = visitor.row(), visitor.ask("GET", "/v1/me").json()
    known = counter.enter(phone=visitor.phone, name="다른 사람")
    unknown = counter.enter()
    assert known.status_code == unknown.status_code == 201
    assert known.json().keys() == unknown.json().keys()
    assert (visitor.row(), visitor.ask("GET", "/v1/me").json()) == (before, about)
    settle(system, known.json()["id"])
    from ansim.domain.days import local_day
    from ansim.keys import DayKeys

    visit = system.visit(known.json()["id"])
    day = local_day(visit.entered_at.timestamp())
    assert bytes(visit.tag) != DayKeys(system.keys).tagger(day)(visitor.person)
    # And the undoing of the entry ends nothing of theirs.
    again = counter.enter(phone=visitor.phone).json()
    assert counter.ask("POST", "/v1/undos", {"undo": again["undo"]}).status_code == 204
    assert visitor.row() == before


def test_signing_up_later_merges_nothing(system: System, counter: Counter) -> None:
    phone = next_phone()
    counter.enter(phone=phone)
    person = unverified(system, phone)[0]
    later = Visitor(system, phone=phone).sign_up()
    assert later.person != person
    assert unverified(system, phone)[0] == person


def test_an_entry_is_undone_within_its_minute(system: System, counter: Counter) -> None:
    phone = next_phone()
    done = counter.enter(phone=phone).json()
    assert counter.ask("POST", "/v1/undos", {"undo": done["undo"]}).status_code == 204
    assert unverified(system, phone) is None, "nobody else counts on the person"
    assert counter.ask("POST", "/v1/undos", {"undo": done["undo"]}).json()["code"] == "undo-over"
    with system.owner("visits") as connection:
        waiting = "SELECT count(*) FROM visits.waiting WHERE id = %s"
        assert connection.execute(waiting, [done["id"]]).fetchone() == (0,)
    assert system.stored(done["id"]) == 0


def test_beside_the_person_an_entry_leaves_no_moment(system: System, counter: Counter) -> None:
    """The end of its undo stood there to the microsecond, and led to the row of the visit."""
    phones = [next_phone() for _ in range(3)]
    for phone in phones:
        assert counter.enter(phone=phone).status_code == 201
    people = [bytes(unverified(system, phone)[0]) for phone in phones]
    with system.owner("identity") as connection:
        rows = connection.execute(
            "SELECT DISTINCT undo_until AT TIME ZONE 'Asia/Seoul', undo_until > now() + interval '60 seconds'"
            " FROM identity.identity WHERE person_id = ANY (%s)",
            [people],
        ).fetchall()
    assert {long for _, long in rows} == {True}
    assert {until.time() for until, _ in rows} == {time()}


def test_another_venue_undoes_nothing(system: System, counter: Counter) -> None:
    done = counter.enter().json()
    other = Counter(system, new_venue(system))
    assert other.ask("POST", "/v1/undos", {"undo": done["undo"]}).json()["code"] == "undo-over"
    settle(system, done["id"])
    assert system.stored(done["id"]) == 1


def test_undoing_leaves_a_person_whom_another_entry_needs(system: System, counter: Counter) -> None:
    phone = next_phone()
    first, _second = counter.enter(phone=phone).json(), counter.enter(phone=phone).json()
    assert counter.ask("POST", "/v1/undos", {"undo": first["undo"]}).status_code == 204
    assert unverified(system, phone) is not None


def test_after_its_minute_an_entry_stands(system: System, counter: Counter) -> None:
    done = counter.enter().json()
    settle(system, done["id"])
    assert counter.ask("POST", "/v1/undos", {"undo": done["undo"]}).json()["code"] == "undo-over"
    assert system.stored(done["id"]) == 1


@pytest.mark.parametrize("forged", ["x", "AAAA", "A" * 299])
def test_nothing_is_undone_by_an_invented_text(counter: Counter, forged: str) -> None:
    assert counter.ask("POST", "/v1/undos", {"undo": forged}).json()["code"] == "undo-over"


def test_an_entry_whose_answer_was_lost_is_stored_once(system: System, counter: Counter) -> None:
    body = entry()
    answers = [counter.ask("POST", "/v1/staff-entries", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    settle(system, body["id"])
    assert counter.ask("POST", "/v1/staff-entries", body).status_code == 201
    assert system.stored(body["id"]) == 1
    other = counter.ask("POST", "/v1/staff-entries", body | {"party": 3})
    assert other.json()["code"] == "id-taken"


def test_nobody_is_entered_everywhere(system: System, counter: Counter) -> None:
    phone = next_phone()
    others = range(ENTRIES_OF_A_NUMBER // ENTRIES_OF_A_NUMBER_HERE - 1)
    counters = [counter, *(Counter(system, new_venue(system)) for _ in others)]
    codes = [
        one.enter(phone=phone).status_code
        for one in counters
        for _ in range(ENTRIES_OF_A_NUMBER_HERE)
    ]
    assert set(codes) == {201}
    elsewhere = Counter(system, new_venue(system))
    refused = elsewhere.enter(phone=phone)
    assert refused.json()["code"] == "too-many-entries-here"
    assert elsewhere.enter().status_code == 201, "what was refused counts for no venue"


def test_no_venue_uses_up_what_others_need_for_the_same_number(
    system: System, counter: Counter
) -> None:
    phone, other = next_phone(), Counter(system, new_venue(system))
    for written in (phone, phone.replace("-", ""), "+82 " + phone[1:]):
        for _ in range(ENTRIES_OF_A_NUMBER):
            last = counter.enter(phone=written)
    assert last.json()["code"] == "too-many-entries-here"
    assert counter.enter().status_code == 201, "others are entered there as before"
    assert other.enter(phone=phone).status_code == 201


def test_a_venue_enters_so_many_a_day(system: System, counter: Counter) -> None:
    from ansim.domain.at_the_door import ENTRIES_A_DAY

    assert counter.enter().status_code == 201
    with system.owner(
        "identity"
    ) as connection:  # the only bucket that this test has just filled by one
        connection.execute(
            "UPDATE identity.code_use SET used = %s WHERE bucket = %s",
            [ENTRIES_A_DAY, venue_bucket(system, counter)],
        )
    assert counter.enter().json()["code"] == "too-many-entries-here"
    assert Counter(system, new_venue(system)).enter().status_code == 201


def venue_bucket(system: System, counter: Counter) -> bytes:
    import hashlib
    import hmac

    from ansim.visitor.door.staff_entries import bucket

    key = hmac.digest(system.keys.secret("session"), b"ansim verification codes v1", hashlib.sha256)
    return bucket(key, f"entries {counter.venue.id}")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"consent": "2019-01"}, "consent-outdated"),
        ({"phone": "12"}, "bad-phone"),
        ({"phone": "엄마"}, "bad-phone"),
        ({"name": ""}, "malformed"),
        ({"entered_at": now_text(days=4)}, "too-old"),
        ({"entered_at": now_text(minutes=-180)}, "in-the-future"),
        ({"sent_at": now_text(minutes=5)}, "clock-skew"),
        ({"party": 51}, "malformed"),
    ],
)
def test_what_cannot_be_right_is_refused(
    counter: Counter, changes: dict[str, Any], code: str
) -> None:
    assert counter.enter(**changes).json()["code"] == code


def test_a_fixed_line_will_do(counter: Counter) -> None:
    assert counter.enter(phone="064-200-0000").status_code == 201


def test_neither_name_nor_number_stands_in_the_log(system: System, counter: Counter) -> None:
    phone = next_phone()
    counter.enter(phone=phone, name="김비밀순")
    log = system.gateway_log()
    assert "김비밀순" not in log
    assert phone not in log
