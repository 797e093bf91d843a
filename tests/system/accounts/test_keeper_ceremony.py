"""`ansim keys keepers`, and what the operator may still do once keepers sign"""

import re
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from ansim.cli import app
from ansim.domain.errors import AnsimError
from support.house import House
from support.keepers import without_keepers
from support.signing import put_passkey
from support.system import System

WORD = re.compile(r"(\S+)  (S-[0-9A-Z]{8})  ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})")


@pytest.fixture
def fresh(house: House, system: System) -> Iterator[System]:
    """No keeper has a key before, or after."""
    house.need("vault")
    without_keepers(system)
    yield system
    without_keepers(system)
    with system.owner("main") as main:
        main.execute(
            "UPDATE accounts_staff SET is_active = false, login = lower(ref) WHERE login LIKE 'ceremony%%'"
        )


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    if isinstance(result.exception, AnsimError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def made(*people: str) -> list[tuple[str, str, str]]:
    return WORD.findall(run("keys", "keepers", *people))


def kinds(system: System) -> list[tuple[str, str]]:
    with system.owner("main") as main:
        return main.execute(
            "SELECT kind, actor_role FROM ledger.entry WHERE kind LIKE 'keepers-%%' ORDER BY seq"
        ).fetchall()


def test_two_keepers_are_made_and_from_their_keys_on_the_operator_changes_nobody(
    fresh: System,
) -> None:
    before = len(kinds(fresh))
    one, two = made("ceremony1=문지호", "ceremony2=나은별")
    assert [name for name, _ref, _word in (one, two)] == ["문지호", "나은별"]
    assert kinds(fresh)[before:] == [("keepers-made", "operator")]
    run("staff", "add", "ceremony-a", "장하늘", "officer")
    with fresh.owner("identity") as identity:
        put_passkey(identity, "ceremony1", one[1])
    run("staff", "word", "ceremony-a")  # one key alone is not two
    with fresh.owner("identity") as identity:
        put_passkey(identity, "ceremony2", two[1])
    for refused in (
        ("staff", "add", "ceremony-b", "표은결", "officer"),
        ("staff", "word", "ceremony-a"),
        ("staff", "word", "ceremony1"),
        ("staff", "move", "ceremony-a", "--team", "서부"),
        ("staff", "bar", "ceremony-a"),
        ("keys", "keepers", "ceremony3=정가람", "ceremony4=서다온"),
    ):
        with pytest.raises(AnsimError, match="/staff/"):
            run(*refused)
    assert kinds(fresh)[before:] == [("keepers-made", "operator")]
    # One of them is left: the operator makes another, everybody reads so, and changes nobody else still.
    with fresh.owner("identity") as identity:
        identity.execute("UPDATE vault.staff_key SET barred_at = now() WHERE staff = %s", [two[1]])
    with pytest.raises(AnsimError, match="ansim keys keepers"):
        run("staff", "add", "ceremony-b", "표은결", "officer")
    told = run("keys", "keepers", "ceremony3=정가람")
    assert "in place of others" in told
    ((name, ref, _word),) = WORD.findall(told)
    assert name == "정가람"
    assert kinds(fresh)[before:] == [("keepers-made", "operator"), ("keepers-replaced", "operator")]
    with fresh.owner("identity") as identity:
        put_passkey(identity, "ceremony3", ref)
    with pytest.raises(AnsimError, match="/staff/"):
        run("staff", "bar", "ceremony-a")


@pytest.mark.parametrize(
    "people",
    [
        ("ceremony5=문지호",),
        ("ceremony5=문지호", "ceremony5=나은별"),
        ("ceremony5=문지호", "officer=김하준"),
        ("ceremony5=문지호", "ceremony 6=나은별"),
    ],
)
def test_keepers_are_two_new_people(fresh: System, people: tuple[str, ...]) -> None:
    with pytest.raises(AnsimError):
        made(*people)


def test_a_keeper_comes_by_the_ceremony_alone(fresh: System) -> None:
    with pytest.raises(AnsimError, match="ansim keys keepers"):
        run("staff", "add", "ceremony7", "문지호", "keeper")


def test_who_lost_the_sheet_gets_another_code_and_no_second_record(fresh: System) -> None:
    first = made("ceremony8=문지호", "ceremony9=나은별")
    again = made("ceremony8=문지호", "ceremony9=나은별")
    assert [ref for _name, ref, _word in first] == [ref for _name, ref, _word in again]
    assert first[0][2] != again[0][2]
