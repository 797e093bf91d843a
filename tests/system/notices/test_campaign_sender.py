"""The sender as a process of its own, with a real message centre: 200 people, kills, receipts, stops, no number anywhere."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ansim.domain.campaigns.references import read_reference
from ansim.domain.quantities import PersonId
from ansim.domain.search_results import packed_rows
from ansim.identity.campaigns.calls import StopCampaign
from ansim.identity.phones import read_phone
from ansim.sender.sending import WINDOW
from support.by_person import cipher_of
from support.campaigns import agree, asked, begun, entries, words_of
from support.house import House
from support.message_centre import MessageCentre, running
from support.patience import until
from support.rights import PHONES, Rights, open_rights, sign_up

CROWD = tuple(f"010-0000-{number}" for number in range(8200, 8400))
ENDED = {"delivered", "failed", "unreachable", "stopped"}


@pytest.fixture(scope="module")
def rights(house: House) -> Iterator[Rights]:
    with open_rights(house) as built:
        yield built


@pytest.fixture(scope="module")
def crowd(rights: Rights) -> Iterator[list[bytes]]:
    """Handles of 200 people with numbers."""
    people = [sign_up(rights.system, phone, "시험무리") for phone in CROWD]
    cipher = cipher_of(rights.system, rights.case)
    yield [bytes(cipher.handle(PersonId(one))) for one in people]
    with rights.system.owner("identity") as identity:
        identity.execute("DELETE FROM identity.identity WHERE person_id = ANY (%s)", [people])


@pytest.fixture(autouse=True)
def nothing_else_stands(rights: Rights) -> None:
    """A sender sends whatever stands: campaigns of tests before this one would go with it."""
    with rights.system.owner("identity") as identity:
        identity.execute("DELETE FROM vault.campaign")
    with rights.system.owner("main") as main:
        main.execute("DELETE FROM notices.campaign")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "sender.log"


@contextmanager
def sender(house: House, centre: MessageCentre, log: Path, **settings: str) -> Iterator[None]:
    """A sender that speaks to this centre alone; no other process is told of it."""
    start(house, centre, log, **settings)
    try:
        yield
    finally:
        house.again("sender")


def start(house: House, centre: MessageCentre, log: Path, **settings: str) -> None:
    house.need("vault")
    house.again("sender")
    names = {"ANSIM_SMPP_URL": centre.url, "ANSIM_SMPP_FROM": "0641234567"} | {
        "ANSIM_CAMPAIGNS_SECONDS": "0.1",
        **{f"ANSIM_CAMPAIGN_{name.upper()}": value for name, value in settings.items()},
    }
    before = {name: os.environ.get(name) for name in names}
    os.environ |= names
    output = house.output
    try:
        with log.open("ab") as opened:
            house.output = opened.fileno()
            house.need("sender")
    finally:
        house.output = output
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def told(rights: Rights, people: list[bytes], **changes: Any) -> bytes:
    """A campaign to all of these, signed by as many as it wants; gives its reference."""
    rows = packed_rows((one, rights.now - 3600, rights.now) for one in people)
    request = asked(rights, rows, people, **changes)
    taken = rights.vault.ask_campaign(request)
    if taken.waits:
        agree(rights, request.text)
    return bytes.fromhex(taken.ref)


def states(rights: Rights, ref: bytes) -> Counter[str]:
    with rights.system.owner("main") as main:
        rows = main.execute(
            "SELECT state, count(*) FROM notices.campaign_message WHERE campaign = %s GROUP BY 1",
            [ref],
        ).fetchall()
    return Counter(dict(rows))


def whys(rights: Rights, ref: bytes) -> set[tuple[str, str]]:
    with rights.system.owner("main") as main:
        rows = main.execute(
            "SELECT state, why FROM notices.campaign_message WHERE campaign = %s", [ref]
        ).fetchall()
    return set(rows)


def all_ended(rights: Rights, ref: bytes, count: int) -> bool:
    found = states(rights, ref)
    return found.total() == count and set(found) <= ENDED


def nothing_open(rights: Rights, ref: bytes, count: int, *still: str) -> bool:
    """Nothing waits, is being handed over, or (where not said otherwise) is uncertain."""
    found = states(rights, ref)
    return found.total() == count and not set(found) & set(
        still or ("queued", "handing", "uncertain")
    )


def settle(rights: Rights, ref: bytes, count: int, log: Path) -> None:
    """Wait until each message came to an end; where one does not, say where all stand and what the sender said."""
    try:
        until(lambda: all_ended(rights, ref, count), "each message comes to an end")
    except AssertionError as error:
        pytest.fail(f"{error}: {states(rights, ref)}\n{log.read_text()[-2000:]}")


def digits(phone: str) -> str:
    return read_phone(phone).removeprefix("+")


def test_everybody_is_told_once_in_their_words_and_no_number_stands_anywhere(
    house: House, rights: Rights, crowd: list[bytes], log: Path
) -> None:
    with running(MessageCentre(times=2)) as centre, sender(house, centre, log):
        ref = told(rights, crowd)
        settle(rights, ref, 200, log)
    assert states(rights, ref) == {"delivered": 200}
    assert centre.told == {digits(one): 1 for one in CROWD}
    head = words_of()["ko"].partition("{ref}")[0]
    references = set()
    for one in centre.taken:
        assert one.text.startswith(head)
        reference = read_reference(one.text[len(head) :][:9])
        assert reference
        references.add(reference)
    assert len(references) == 200
    batches = [
        detail["people"]
        for kind, _role, _actor, detail in entries(rights)
        if kind == "campaign-numbers"
    ]
    assert sum(batches[-2:]) == 200
    assert_no_number(rights, log)


def test_who_was_told_answers_with_the_digits_of_their_number(
    house: House, rights: Rights, crowd: list[bytes], log: Path
) -> None:
    """The proof stands before the message leaves; a stranger's digits, or another's, are worth nothing."""
    some, phones = crowd[:4], CROWD[:4]
    head = words_of()["ko"].partition("{ref}")[0]
    with running(MessageCentre()) as centre, sender(house, centre, log):
        ref = told(rights, some)
        settle(rights, ref, 4, log)
        references = {one.to: read_reference(one.text[len(head) :][:9]) for one in centre.taken}
        first, second, third = (references[digits(one)] for one in phones[:3])
        for reference, typed in ((first, phones[0]), (second, phones[0]), (third, phones[2])):
            form = {"reference": reference, "digits": typed[-4:], "symptoms": "cough"}
            assert rights.system.http.post("/answer", data=form).status_code == 200
        until(lambda: states(rights, ref)["answered"] == 2, "the sender settles both answers")
    assert states(rights, ref) == {"answered": 2, "delivered": 2}
    with rights.system.owner("main") as main:
        rows = main.execute(
            "SELECT number, symptoms FROM notices.answer AS one"
            " JOIN notices.campaign_message AS message ON message.id = one.message WHERE campaign = %s"
            " ORDER BY number",
            [ref],
        ).fetchall()
        (wrong,) = main.execute(
            "SELECT wrong_answers FROM notices.campaign_message WHERE reference = %s", [second]
        ).fetchone()
    assert rows == [(1, ["cough"]), (3, ["cough"])]
    assert wrong == 1
    assert_no_number(rights, log)


def assert_no_number(rights: Rights, log: Path) -> None:
    """Neither in the sender's words nor in clear in any table of the three databases' own schemas that it has a part in."""
    shape = re.compile(r"(?:82-?|0)10-?0000-?8[23]\d\d")
    assert log.exists()
    assert not shape.search(log.read_text("utf-8", "replace"))
    with rights.system.owner("main") as main:
        for table in (
            "notices.campaign",
            "notices.campaign_message",
            "notices.early_receipt",
            "notices.answer",
            "ledger.entry",
        ):
            for (row,) in main.execute(f"SELECT one::text FROM {table} AS one").fetchall():
                assert not shape.search(row), table
    with rights.system.owner("identity") as identity:
        for table in ("vault.campaign", "vault.campaign_person"):
            for (row,) in identity.execute(f"SELECT one::text FROM {table} AS one").fetchall():
                assert not shape.search(row), table


def test_after_kill_nobody_is_missed_and_doubles_are_of_the_uncertain_alone(
    house: House, rights: Rights, crowd: list[bytes], log: Path
) -> None:
    settings = {"resend": "1", "uncertain_seconds": "2"}
    with running(MessageCentre(answers_after=0.05)) as centre:
        start(house, centre, log, **settings)
        ref = told(rights, crowd)
        until(lambda: len(centre.taken) >= 60, "the sender is at it")
        house.kill("sender")
        uncertain = states(rights, ref)["handing"]
        assert uncertain <= WINDOW
        with sender(house, centre, log, **settings):
            until(lambda: nothing_open(rights, ref, 200), "everybody is told after the kill")
    # What the sender had of receipts as it died the centre holds for delivered: those messages stay handed over.
    assert set(states(rights, ref)) <= {"delivered", "handed"}
    assert set(centre.told) == {digits(one) for one in CROWD}, "nobody is missed"
    assert sum(centre.told.values()) - 200 <= uncertain


def test_without_leave_to_resend_what_is_uncertain_is_shown_and_never_doubled(
    house: House, rights: Rights, crowd: list[bytes], log: Path
) -> None:
    centre_of = MessageCentre(answers_after=0.05, returns_mark=False)
    with running(centre_of) as centre:
        start(house, centre, log)
        ref = told(rights, crowd[:60])
        until(lambda: len(centre.taken) >= 15, "the sender is at it")
        house.kill("sender")
        with sender(house, centre, log):
            until(lambda: nothing_open(rights, ref, 60, "queued", "handing"), "the rest is told")
    assert max(centre.told.values()) == 1
    found = states(rights, ref)
    assert found["uncertain"] <= WINDOW
    assert set(found) <= {"delivered", "handed", "uncertain"}
    assert len(centre.told) >= found["delivered"] + found["handed"]


def test_receipts_count_that_come_before_the_answer_or_under_a_name_of_before(
    house: House, rights: Rights, crowd: list[bytes], log: Path
) -> None:
    for turn, people in enumerate((crowd[:5], crowd[5:10], crowd[10:15])):
        names, marked = ("again", True) if turn < 2 else ("anew", False)
        far = MessageCentre(early=turn > 0, names=names, returns_mark=marked)
        with running(far) as centre, sender(house, centre, log):
            ref = told(rights, people)
            settle(rights, ref, 5, log)
        assert states(rights, ref) == {"delivered": 5}
        assert set(centre.told.values()) == {1}


def test_what_the_centre_refuses_or_cannot_deliver_ends_in_a_state(
    house: House, rights: Rights, crowd: list[bytes], log: Path
) -> None:
    far = MessageCentre(refused=frozenset({"8200"}), failing=frozenset({"8201"}))
    gone = cipher_of(rights.system, rights.case).handle(PersonId(b"nobody-at-all-01"))
    with running(far) as centre, sender(house, centre, log):
        ref = told(rights, [*crowd[:3], bytes(gone)])
        settle(rights, ref, 4, log)
    assert states(rights, ref) == {"delivered": 1, "failed": 2, "unreachable": 1}
    assert whys(rights, ref) == {
        ("delivered", ""),
        ("failed", "channel-refused"),
        ("failed", "not-delivered"),
        ("unreachable", "erased"),
    }


def test_a_pause_holds_and_a_stop_counts_exactly_what_went(
    house: House, rights: Rights, crowd: list[bytes], log: Path
) -> None:
    with (
        running(MessageCentre(answers_after=0.05)) as centre,
        sender(house, centre, log, rate="40"),
    ):
        ref = told(rights, crowd)
        until(lambda: len(centre.taken) >= 20, "some went")
        with rights.system.owner("main") as main:
            main.execute("UPDATE notices.campaign SET paused_at = now() WHERE ref = %s", [ref])
        until(lambda: states(rights, ref)["handing"] == 0, "the window closes")
        held = len(centre.taken)
        assert held < 200
        until(lambda: states(rights, ref)["delivered"] == held, "receipts come in a pause too")
        assert len(centre.taken) == held
        with rights.system.owner("main") as main:
            main.execute("UPDATE notices.campaign SET paused_at = NULL WHERE ref = %s", [ref])
        until(lambda: len(centre.taken) > held, "it goes on")
        rights.vault.stop_campaign(StopCampaign(rights.staff["officer"].ref, ref))
        with rights.system.owner("main") as main:
            row = main.execute("SELECT notices.stop_campaign(%s)", [ref]).fetchone()
        settle(rights, ref, 200, log)
        assert row
        assert row[0] == len(centre.taken) == 200 - states(rights, ref)["stopped"]


def test_what_the_vault_lets_go_no_more_is_withdrawn(
    house: House, rights: Rights, crowd: list[bytes], log: Path
) -> None:
    del crowd
    with running(MessageCentre()) as centre:
        begun_of, _text = begun(rights, PHONES[1])
        ref = bytes.fromhex(begun_of.ref)
        rights.vault.stop_campaign(StopCampaign(rights.staff["officer"].ref, ref))
        with sender(house, centre, log):
            other = told(rights, [rights.people[PHONES[2]]])
            settle(rights, other, 1, log)
    assert states(rights, ref) == {}
    assert centre.told == {digits(PHONES[2]): 1}
