"""A request for correction reaches a person, and the visitor reads that it was received and done."""

from collections.abc import Callable
from uuid import UUID

import pytest

from ansim.identity.calls import Correction, FinishCorrection, WaitingCorrectionsFor
from ansim.identity.client import Vault
from ansim.rpc import CallError
from support.callers import vault_of
from support.house import House
from support.rights import enrol
from support.system import System
from support.visitor import Visitor


@pytest.fixture(scope="module")
def officer(system: System) -> str:
    return enrol(system, "officer", "jeju").ref


@pytest.fixture
def vault(house: House) -> Vault:
    house.need("vault")
    return vault_of(house.system)


@pytest.fixture
def newcomer(house: House) -> Callable[[], Visitor]:
    return lambda: Visitor(house.system).sign_up()


def waiting(vault: Vault, officer: str) -> list[Correction]:
    return vault.waiting_corrections(WaitingCorrectionsFor(officer, 500)).corrections


def finish(vault: Vault, officer: str, number: str) -> bool:
    return vault.finish_correction(FinishCorrection(officer, UUID(number).bytes))


def ask(visitor: Visitor, text: str) -> str:
    answer = visitor.ask("POST", "/v1/me/corrections", {"text": text})
    assert answer.status_code == 201
    number: str = answer.json()["id"]
    return number


def test_the_words_are_read_answered_and_destroyed(
    vault: Vault, officer: str, newcomer: Callable[[], Visitor]
) -> None:
    visitor = newcomer()
    number = ask(visitor, "나온 시각은 15시입니다")
    (found,) = [one for one in waiting(vault, officer) if one.id == UUID(number).bytes]
    assert found.text == "나온 시각은 15시입니다"
    before = visitor.ask("GET", "/v1/me").json()
    assert (before["corrections"], before["requests"][0]["done_at"]) == (1, None)
    assert finish(vault, officer, number)
    after = visitor.ask("GET", "/v1/me").json()
    assert after["corrections"] == 0
    assert (after["requests"][0]["id"], bool(after["requests"][0]["done_at"])) == (number, True)
    with visitor.system.owner("identity") as connection:
        query = "SELECT sealed FROM identity.correction WHERE id = %s"
        assert connection.execute(query, [number]).fetchone() == (b"",)


@pytest.mark.parametrize("number", [str(UUID(int=0)), str(UUID(int=2**128 - 1))])
def test_what_does_not_wait_cannot_be_finished(vault: Vault, officer: str, number: str) -> None:
    assert finish(vault, officer, number) is False


def test_a_finished_request_makes_room_for_another(
    vault: Vault, officer: str, newcomer: Callable[[], Visitor]
) -> None:
    visitor = newcomer()
    numbers = [ask(visitor, f"{number}번째 부탁") for number in range(5)]
    refused = visitor.ask("POST", "/v1/me/corrections", {"text": "여섯 번째"})
    assert refused.json()["code"] == "too-many-corrections"
    assert finish(vault, officer, numbers[0])
    assert not finish(vault, officer, numbers[0])
    ask(visitor, "여섯 번째")


def test_every_look_is_in_the_ledger(house: House, vault: Vault, officer: str) -> None:
    waiting(vault, officer)
    with house.system.owner("main") as connection:
        row = connection.execute(
            "SELECT kind, actor FROM ledger.entry ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    assert row == ("corrections-read", officer)


@pytest.mark.parametrize("role", ["nobody", "approver", "registrar", "barred"])
def test_a_console_in_foreign_hands_names_no_other_reader(
    system: System, vault: Vault, newcomer: Callable[[], Visitor], role: str
) -> None:
    number = ask(newcomer(), "나온 시각은 16시입니다")
    who = "S-NBDY0001" if role == "nobody" else enrol(system, _enrolled_as(role), "jeju").ref
    with system.owner("identity") as identity:
        if role == "barred":
            identity.execute("UPDATE vault.staff SET barred_at = now() WHERE ref = %s", [who])
    for call in (lambda: waiting(vault, who), lambda: finish(vault, who, number)):
        with pytest.raises(CallError) as caught:
            call()
        assert caught.value.code == "signer-unknown"
    with system.owner("main") as main:
        entered = "SELECT count(*) FROM ledger.entry WHERE actor = %s"
        assert main.execute(entered, [who]).fetchone() == (0,)


def _enrolled_as(role: str) -> str:
    return "officer" if role == "barred" else role
