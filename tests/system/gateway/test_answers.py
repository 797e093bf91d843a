"""`/answer`: the same bytes for every reference, one row written, nothing looked up, and nothing that says who it was."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from ansim.domain.campaigns.contact_answers import ANSWERS_OF_A_NETWORK, answer_proof
from ansim.domain.campaigns.message_states import Event, State, moved
from ansim.domain.campaigns.references import draw_reference
from ansim.domain.days import local_day
from support.system import System

CAMPAIGN = b"answers of tests"


@pytest.fixture(scope="module")
def proxied(system: System) -> Iterator[System]:
    """A gateway behind a proxy whose word about addresses it takes."""
    other = System(
        system.folder,
        venues=system.venues,
        environment={"ANSIM_HOST": system.gateway_url, "ANSIM_TRUSTED_PROXIES": "127.0.0.1"},
    )
    other.start_gateway()
    yield other
    other.stop_gateway()


@pytest.fixture
def message(system: System) -> Iterator[str]:
    """The reference of a message that went to a number ending in 8123."""
    reference = draw_reference()
    with system.owner("main") as main:
        main.execute("DELETE FROM notices.answer")
        main.execute("DELETE FROM notices.campaign WHERE ref = %s", [CAMPAIGN])
        main.execute(
            "INSERT INTO notices.campaign (ref, case_ref, people, until) VALUES (%s, 'C-ANSWERS', 1, now())",
            [CAMPAIGN],
        )
        main.execute(
            "INSERT INTO notices.campaign_message (campaign, number, channel, reference, state, proof)"
            " VALUES (%s, 1, 'sms', %s, 'delivered', %s)",
            [CAMPAIGN, reference, proof(system, reference, "8123")],
        )
    with system.owner("identity") as identity:
        identity.execute("DELETE FROM identity.code_use")
    yield reference
    with system.owner("main") as main:
        main.execute("DELETE FROM notices.answer")
        main.execute("DELETE FROM notices.campaign WHERE ref = %s", [CAMPAIGN])


def proof(system: System, reference: str, digits: str) -> bytes:
    return answer_proof(system.keys.read("answer-proofs.key"), reference, digits)


def send(
    system: System, reference: str, digits: str, address: str = "", lang: str = "", **more: Any
) -> httpx.Response:
    fields = {"reference": reference, "digits": digits} | (more or {"symptoms": "none"})
    headers = {"X-Forwarded-For": address} if address else {}
    at = f"/answer?lang={lang}" if lang else "/answer"
    return system.http.post(at, data=fields, headers=headers)


def settle(system: System) -> None:
    with system.connect_as("sender", "main") as sender:
        while sender.execute("SELECT notices.settle_answer()").fetchone() == (True,):
            sender.commit()


def answers(system: System) -> list[Any]:
    """The message's answers as the console reads them."""
    with system.connect_as("investigation", "main") as console:
        return console.execute(
            "SELECT not_me, test_on, symptoms, one.language, staff_ref FROM notices.answer AS one"
            " JOIN notices.campaign_message AS message ON message.id = one.message"
            " WHERE campaign = %s ORDER BY one.id",
            [CAMPAIGN],
        ).fetchall()


def state(system: System) -> str:
    with system.owner("main") as main:
        (found,) = main.execute(
            "SELECT state FROM notices.campaign_message WHERE campaign = %s", [CAMPAIGN]
        ).fetchone()
    return str(found)


@pytest.mark.parametrize("lang", ["ko", "en", "zh", "ja"])
def test_the_page_needs_no_script_and_speaks_four_languages(system: System, lang: str) -> None:
    shown = system.http.get(f"/answer?lang={lang}")
    assert shown.status_code == 200
    assert f'<html lang="{lang}">' in shown.text
    assert "<script" not in shown.text
    assert "form-action 'self'" in shown.headers["content-security-policy"]
    assert shown.headers["cache-control"] == "no-store"
    others = {"ko", "en", "zh", "ja"} - {lang}
    assert set(re.findall(r'href="/answer\?lang=(\w\w)"', shown.text)) == others


def test_right_wrong_and_unknown_get_the_same_bytes(system: System, message: str) -> None:
    stranger = draw_reference()
    told = [
        send(system, message, "8123"),
        send(system, message, "8124"),
        send(system, stranger, "8123"),
        send(system, f"{message[:4]}-{message[4:].lower()}", " 8123 "),
    ]
    settle(system)
    told += [send(system, message, "8123"), send(system, stranger, "0000")]
    assert {one.status_code for one in told} == {200}
    assert len({one.content for one in told}) == 1
    names = [sorted(set(one.headers) - {"date"}) for one in told]
    assert names == names[:1] * len(names)
    assert message not in told[0].text


def test_an_answer_becomes_its_messages_and_moves_its_state(system: System, message: str) -> None:
    day = local_day(time.time()) + timedelta(days=2)
    send(system, message, "8123", test_on=day.isoformat(), symptoms=["cough", "fever"])
    send(system, message, "8123", not_me="1", language="ja")
    assert answers(system) == []
    settle(system)
    assert answers(system) == [
        (False, day, ["fever", "cough"], "", None),
        (True, None, None, "ja", None),
    ]
    assert state(system) == "answered"


@pytest.mark.parametrize("before", list(State))
def test_an_answer_moves_a_message_as_the_rule_says(
    system: System, message: str, before: State
) -> None:
    with system.owner("main") as main:
        main.execute(
            "UPDATE notices.campaign_message SET state = %s WHERE campaign = %s", [before, CAMPAIGN]
        )
    with system.connect_as("investigation", "main") as console:
        console.execute(
            "SELECT notices.enter_answer(%s, %s, 'S-TEST', true, NULL, NULL, '')",
            [CAMPAIGN, message],
        )
    assert state(system) == moved(before, Event.ANSWER)


def test_wrong_digits_leave_nothing_and_the_sixth_try_is_one_too_many(
    system: System, message: str
) -> None:
    for digits in ("0001", "0002", "0003", "0004"):
        send(system, message, digits)
    send(system, message, "8123")
    settle(system)
    assert len(answers(system)) == 1, "four wrong ones leave a fifth"
    for digits in ("0005", "8123", "8123"):
        send(system, message, digits)
    settle(system)
    assert len(answers(system)) == 1
    with system.owner("main") as main:
        assert main.execute("SELECT count(*) FROM notices.answer").fetchone() == (1,)


def test_what_was_handed_over_to_nobody_takes_no_answer(system: System, message: str) -> None:
    with system.owner("main") as main:
        main.execute(
            "UPDATE notices.campaign_message SET proof = NULL, state = 'queued' WHERE campaign = %s",
            [CAMPAIGN],
        )
    send(system, message, "8123")
    settle(system)
    assert answers(system) == []
    assert state(system) == "queued"


@pytest.mark.parametrize(
    "wrong",
    [
        {"reference": "ABCD"},
        {"reference": "AAAAAAAB"},
        {"digits": "12a4"},
        {"digits": "812"},
        {"symptoms": ["none", "fever"]},
        {"symptoms": "plague"},
        {"symptoms": [], "test_on": "2020-02-02"},
        {"symptoms": [], "test_on": "soon"},
        {"symptoms": []},
        {"symptoms": "fever", "not_me": "1"},
    ],
)
def test_what_is_not_whole_is_shown_again_with_what_is_wrong(
    system: System, message: str, wrong: dict[str, Any]
) -> None:
    fields = {"reference": message, "digits": "8123", "symptoms": "fever"} | wrong
    told = system.http.post("/answer", data=fields)
    assert told.status_code == 400
    assert 'role="alert"' in told.text
    assert f'value="{fields["reference"]}"' in told.text
    settle(system)
    assert answers(system) == []


def test_what_is_typed_runs_nowhere(system: System) -> None:
    evil = '"><script>alert(1)</script>'
    told = system.http.post("/answer", data={"reference": evil, "digits": evil})
    assert told.status_code == 400
    assert "<script" not in told.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"x" * 5000, "application/x-www-form-urlencoded"),
        (b"\xff=\xff", "application/x-www-form-urlencoded"),
        (b"&".join([b"a=1"] * 50), "application/x-www-form-urlencoded"),
        (b'{"reference": 1}', "application/json"),
    ],
)
def test_a_body_that_is_no_form_is_refused(system: System, body: bytes, kind: str) -> None:
    told = system.http.post("/answer", content=body, headers={"Content-Type": kind})
    assert told.status_code == 400


@pytest.mark.parametrize(
    ("flood", "neighbour"), [("192.0.2.{}", "198.51.100.7"), ("2001:db8:2:{}::1", "2001:db8:3::1")]
)
def test_a_network_has_a_share_whatever_it_asks(
    proxied: System, message: str, flood: str, neighbour: str
) -> None:
    told = [
        send(proxied, draw_reference(), "0000", flood.format(number)).status_code
        for number in range(ANSWERS_OF_A_NETWORK + 2)
    ]
    assert told == [200] * ANSWERS_OF_A_NETWORK + [429] * 2
    assert send(proxied, message, "8123", flood.format(1)).status_code == 429
    assert send(proxied, message, "8123", neighbour).status_code == 200


def test_neither_reference_nor_digits_nor_address_is_logged(proxied: System, message: str) -> None:
    send(proxied, message, "8123", "192.0.2.77")
    assert message not in proxied.gateway_log()
    assert "digits=" not in proxied.gateway_log()
    with proxied.owner("main") as main:
        (row,) = main.execute("SELECT one::text FROM notices.answer AS one").fetchone()
    assert "192.0.2" not in row
    assert "8123" not in row.partition("\\x")[0]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM notices.answer",
        "SELECT reference FROM notices.campaign_message",
        "SELECT notices.settle_answer()",
        "SELECT notices.enter_answer('', '', 'x', true, NULL, NULL, '')",
        "DELETE FROM notices.answer",
        "INSERT INTO notices.answer (not_me, language) VALUES (true, '')",
    ],
)
def test_the_gateway_writes_and_reads_nothing(system: System, statement: str) -> None:
    with (
        system.connect_as("gateway", "main") as gateway,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        gateway.execute(statement)


@pytest.mark.parametrize("column", ["proof", "reference"])
def test_the_console_reads_no_proof(system: System, column: str) -> None:
    with (
        system.connect_as("investigation", "main") as console,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        console.execute(f"SELECT {column} FROM notices.answer")
