"""Personal safe codes and the hand-written log: every row answered for, no answer that tells which codes exist."""

import random
from typing import Any

import pytest

from ansim.domain.at_the_door import LINES_A_DAY, SAFE_CODES_A_DAY, STRANGE_CODES_A_DAY
from ansim.domain.days import local_day
from ansim.domain.evidence import Sign
from ansim.domain.methods import Method
from ansim.domain.safe_codes import SPACE, code_of, read_safe_code
from ansim.keys import DayKeys
from support.counter import Counter, line, settle
from support.system import System, new_venue, now_text
from support.visitor import Visitor


@pytest.fixture
def counter(system: System) -> Counter:
    return Counter(system, new_venue(system))


def safe_code(visitor: Visitor) -> str:
    answer = visitor.ask("POST", "/v1/me/safe-code")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["safe_code"])


def rows(system: System, counter: Counter) -> list[Any]:
    """The visits of the counter's venue, in the order of their entry."""
    return list(system.log("venue_id", counter.venue.id))


def is_of(system: System, visit: Any, person: bytes) -> bool:
    tagger = DayKeys(system.keys).tagger(local_day(visit.entered_at.timestamp()))
    return bool(bytes(visit.tag) == tagger(person))


def account(answer: Any) -> tuple[int, int, int, list[tuple[int, str]]]:
    assert answer.status_code == 200, answer.text
    found = answer.json()
    refused = [(row["row"], row["code"]) for row in found["refused"]]
    assert found["rows"] == found["stored"] + found["repeated"] + len(refused)
    return found["rows"], found["stored"], found["repeated"], refused


def test_a_safe_code_is_the_same_wherever_it_is_shown(system: System, visitor: Visitor) -> None:
    assert visitor.ask("GET", "/v1/me/safe-code").json()["code"] == "no-safe-code"
    made = safe_code(visitor)
    shown = visitor.ask("GET", "/v1/me/safe-code").json()
    assert shown["safe_code"] == made
    assert read_safe_code(shown["latin"]) == read_safe_code(made)
    again = Visitor(system, phone=visitor.phone).sign_up()  # the same person on a new phone
    assert again.ask("GET", "/v1/me/safe-code").json()["safe_code"] == made


def test_the_database_holds_no_code(system: System, visitor: Visitor) -> None:
    made = read_safe_code(safe_code(visitor))
    assert made
    with system.owner("identity") as connection:
        row = connection.execute(
            "SELECT row_to_json(c)::text FROM identity.safe_code c WHERE person_id = %s",
            [visitor.person],
        ).fetchone()
    assert row
    assert made not in row[0]
    assert made[:3] not in row[0]


@pytest.mark.parametrize("entries", [1, 4])
def test_no_moment_of_a_code_leads_to_the_visit_at_which_it_was_given(
    system: System, counter: Counter, visitor: Visitor, entries: int
) -> None:
    assert safe_code(visitor)
    given = [counter.enter(safe_code=True) for _ in range(entries)]
    assert {answer.status_code for answer in given} == {201}
    with system.owner("identity") as identity:
        moments = identity.execute(
            "SELECT count(*), count(*) FILTER (WHERE made_at = date_trunc('day', made_at, 'Asia/Seoul'))"
            " FROM identity.safe_code WHERE made_at > now() - interval '2 days'"
        ).fetchone()
    assert moments
    assert moments[0] == moments[1] > entries


def test_a_line_is_a_visit_of_the_codes_person_marked_as_written_by_hand(
    system: System, counter: Counter, visitor: Visitor
) -> None:
    code = safe_code(visitor)
    assert account(counter.write(line(code, party=3))) == (1, 1, 0, [])
    [visit] = rows(system, counter)
    assert is_of(system, visit, visitor.person)
    assert (visit.method, visit.party) == (Method.PAPER, 3)
    assert Sign(visit.evidence) & Sign.TIME_UNCERTAIN
    assert not Sign(visit.evidence) & (Sign.STAFF_SCAN | Sign.DEVICE_BOUND)


def test_every_row_is_stored_or_refused_with_its_place(
    system: System, counter: Counter, visitor: Visitor
) -> None:
    code = safe_code(visitor)
    signs = read_safe_code(code)
    assert signs
    wrong = ("5" if signs[0] != "5" else "6") + signs[1:]
    answer = counter.write(
        line(code),
        line(wrong),
        line(code, entered_at=now_text(days=4)),
        line(code, entered_at=now_text(minutes=-180)),
        line(code),
        line(code, party=1),
        line("???"),
    )
    assert account(answer) == (
        7,
        1,
        1,
        [
            (2, "bad-safe-code"),
            (3, "too-old"),
            (4, "in-the-future"),
            (6, "other-line-stands"),
            (7, "bad-safe-code"),
        ],
    )
    assert len(rows(system, counter)) == 1


def test_the_same_page_typed_twice_is_stored_once(
    system: System, counter: Counter, visitor: Visitor
) -> None:
    lines = [line(safe_code(visitor)), line(code_of(77))]
    assert account(counter.write(*lines))[1:3] == (2, 0)
    other_device = Counter(system, counter.venue)
    assert account(other_device.write(*lines))[1:3] == (0, 2)
    assert len(rows(system, counter)) == 2


def test_a_guessed_code_reads_like_a_real_one(
    system: System, counter: Counter, visitor: Visitor
) -> None:
    real = safe_code(visitor)
    chance = random.Random(5)
    guesses = [code_of(chance.randrange(SPACE)) for _ in range(20)]
    answers = [counter.write(line(guess)) for guess in guesses]
    right = counter.write(line(real))
    assert {answer.text for answer in answers} == {right.text}
    visits = rows(system, counter)
    assert [is_of(system, visit, visitor.person) for visit in visits].count(True) == 1
    assert len({bytes(visit.tag) for visit in visits}) == 21, "each is somebody of their own"
    # Sent again, a guess and a real code answer alike too.
    assert counter.write(line(guesses[0], party=9)).text == counter.write(line(real, party=9)).text


def test_a_replaced_code_counts_for_lines_written_before_alone(
    system: System, counter: Counter, visitor: Visitor
) -> None:
    old = safe_code(visitor)
    new = safe_code(visitor)
    assert old != new
    counter.write(line(old, entered_at=now_text(minutes=20)))
    counter.write(line(old, entered_at=now_text(minutes=-2)))
    counter.write(line(new, entered_at=now_text(minutes=10)))
    found = [is_of(system, visit, visitor.person) for visit in rows(system, counter)]
    assert found == [True, True, False]


def test_codes_are_made_so_often_a_day(visitor: Visitor) -> None:
    for _ in range(SAFE_CODES_A_DAY):
        safe_code(visitor)
    assert visitor.ask("POST", "/v1/me/safe-code").json()["code"] == "too-many-safe-codes"


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/v1/me"), ("POST", "/v1/me/withdrawal")])
def test_the_code_of_who_left_is_nobodys(
    system: System, counter: Counter, visitor: Visitor, method: str, path: str
) -> None:
    code, person = safe_code(visitor), visitor.person
    visitor.ask(method, path)
    assert account(counter.write(line(code)))[1] == 1
    [visit] = rows(system, counter)
    assert not is_of(system, visit, person)


def test_a_venue_types_so_many_lines_a_day(
    system: System, counter: Counter, visitor: Visitor
) -> None:
    page = [line(safe_code(visitor))] * 200
    for _ in range(LINES_A_DAY // 200):
        assert counter.write(*page).status_code == 200
    assert counter.write(page[0]).json()["code"] == "too-many-entries-here"
    assert Counter(system, new_venue(system)).write(page[0]).status_code == 200


def test_guessing_codes_ends_after_so_many_that_are_nobodys(
    system: System, counter: Counter, visitor: Visitor
) -> None:
    real, late = safe_code(visitor), safe_code(Visitor(system).sign_up())
    chance = random.Random(11)
    guesses = [line(code_of(chance.randrange(SPACE))) for _ in range(STRANGE_CODES_A_DAY + 20)]
    page = [*guesses[:5], line(real), *guesses[5:], line(late)]
    _, stored, _, refused = account(counter.write(*page))
    assert stored == STRANGE_CODES_A_DAY + 1, "what came before the last guess is stored"
    assert {code for _, code in refused} == {"too-many-entries-here"}
    assert len(refused) == 21, "the real code after it is refused as the guesses are"
    for one in (late, code_of(5)):
        assert counter.write(line(one)).json()["code"] == "too-many-entries-here"
    assert Counter(system, new_venue(system)).write(line(late)).status_code == 200


def test_slips_that_the_check_letter_finds_count_as_no_guess(
    counter: Counter, visitor: Visitor
) -> None:
    signs = read_safe_code(safe_code(visitor))
    assert signs
    wrong = ("5" if signs[0] != "5" else "6") + signs[1:]
    for _ in range(2):
        assert account(counter.write(*[line(wrong)] * STRANGE_CODES_A_DAY))[1] == 0
    assert account(counter.write(line(signs)))[1] == 1


def test_staff_give_a_code_at_the_counter_and_read_nobodys(
    system: System, counter: Counter
) -> None:
    from support.visitor import next_phone

    phone = next_phone()
    first = counter.enter(phone=phone, safe_code=True).json()
    # Another venue that enters the same number gets another code: it neither learns nor ends the first.
    thief = Counter(system, new_venue(system))
    second = thief.enter(phone=phone, safe_code=True).json()
    assert first["safe_code"] != second["safe_code"]
    settle(system, first["id"], second["id"])
    third = Counter(system, new_venue(system))
    third.write(line(first["safe_code"], entered_at=now_text(seconds=1)))  # of one day, at any hour
    third.write(line(second["safe_code"], entered_at=now_text(seconds=2)))
    tags = {bytes(visit.tag) for visit in rows(system, third)}
    assert tags == {bytes(system.visit(first["id"]).tag)}
    assert len(rows(system, third)) == 2


def test_a_counters_code_never_reaches_a_verified_holder(
    system: System, counter: Counter, visitor: Visitor
) -> None:
    own = safe_code(visitor)
    given = counter.enter(phone=visitor.phone, safe_code=True).json()["safe_code"]
    assert given != own
    assert visitor.ask("GET", "/v1/me/safe-code").json()["safe_code"] == own
    other = Counter(system, new_venue(system))
    other.write(line(given))
    [visit] = rows(system, other)
    assert not is_of(system, visit, visitor.person)
