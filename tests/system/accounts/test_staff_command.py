"""`ansim staff add`, `ansim staff word` and `ansim staff bar`"""

import re

import pytest
from psycopg import OperationalError
from typer.testing import CliRunner

from ansim.cli import app
from ansim.domain.errors import AnsimError
from support.house import House, Open
from support.signed_in import sign_in_by_key
from support.signing import passkey, put_passkey
from support.system import System


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["staff", *arguments])
    if isinstance(result.exception, AnsimError | OperationalError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output.strip()


def entries(system: System, ref: str) -> list[str]:
    with system.owner("main") as main:
        rows = main.execute(
            "SELECT kind FROM ledger.entry WHERE actor_role = 'operator' AND detail->>'staff' = %s ORDER BY seq",
            [ref],
        ).fetchall()
    return [row[0] for row in rows]


def test_an_officer_is_enrolled_signs_in_and_is_barred(
    browse: Open, house: House, system: System
) -> None:
    house.need("vault")
    told = run("add", "newcomer", "장하늘", "officer", "--agency", "제주")
    ref = told.splitlines()[-1]
    word = r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}"
    assert re.search(word, told)
    again = run("word", "newcomer")
    assert re.fullmatch(word, again)
    assert again not in told
    portal, later = browse("investigation"), browse("investigation")
    with system.owner("identity") as identity:
        put_passkey(identity, "newcomer", ref)
    assert sign_in_by_key(portal, "newcomer", ref).url.path == "/"
    assert run("bar", "newcomer") == ref
    assert entries(system, ref) == ["staff-added", "staff-added", "staff-barred"]
    assert portal.get("/cases/").url.path == "/sign-in"
    assert sign_in_by_key(later, "newcomer", ref, passkey("newcomer", ref)).status_code == 400
    with system.owner("identity") as identity:
        (row,) = identity.execute(
            "SELECT agency, barred_at IS NOT NULL, word.key IS NULL FROM vault.staff AS staff"
            " LEFT JOIN vault.enrolment_word AS word ON word.staff = staff.ref WHERE ref = %s",
            [ref],
        ).fetchall()
    assert row == ("제주", True, True)


def test_whoever_is_moved_is_signed_out_and_works_there_for_everybody(
    browse: Open, system: System
) -> None:
    from ansim.accounts.models import SignIn, Staff

    run("add", "mover", "표은결", "officer", "--agency", "제주", "--team", "동부")
    portal = browse("investigation", "mover")
    ref = run("move", "mover", "--agency", "제주", "--team", "서부")
    assert portal.get("/cases/").url.path == "/sign-in"
    staff = Staff.objects.get(login="mover")
    assert (staff.ref, staff.agency, staff.team) == (ref, "제주", "서부")
    assert not SignIn.objects.filter(staff=staff, ended_at=None).exists()
    with system.owner("identity") as identity:
        rows = identity.execute("SELECT agency, team FROM vault.staff WHERE ref = %s", [ref])
        assert rows.fetchall() == [("제주", "서부")]
    assert entries(system, ref) == ["staff-added", "staff-moved"]
    run("bar", "mover")
    with pytest.raises(AnsimError, match="nobody is enrolled"):
        run("move", "mover", "--team", "동부")


def test_whoever_was_enrolled_before_the_vault_kept_staff_gets_a_word(system: System) -> None:
    from ansim.accounts.models import Staff
    from ansim.accounts.permissions import Role

    staff = Staff.objects.enrol("older", "문지호", Role.APPROVER)
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", run("word", "older"))
    with system.owner("identity") as identity:
        rows = identity.execute("SELECT role FROM vault.staff WHERE ref = %s", [staff.ref])
        assert rows.fetchall() == [("approver",)]
    run("bar", "older")


def test_barring_that_broke_off_half_way_is_finished_by_the_next_try(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ansim.accounts.models import Staff

    run("add", "leaver", "장하늘", "officer")
    ref = Staff.objects.get(login="leaver").ref
    with monkeypatch.context() as away:
        away.setenv("ANSIM_OWNER_IDENTITY_DSN", "host=/nowhere connect_timeout=1")
        with pytest.raises(OperationalError):
            run("bar", "leaver")
    assert run("bar", "leaver") == ref
    with system.owner("identity") as identity:
        statement = "SELECT barred_at IS NOT NULL FROM vault.staff WHERE ref = %s"
        assert identity.execute(statement, [ref]).fetchall() == [(True,)]
    with pytest.raises(AnsimError, match="nobody is enrolled"):
        run("word", "leaver")


def test_a_registrar_makes_a_key_too(system: System) -> None:
    told = run("add", "clerk", "나은별", "registrar")
    ref = told.splitlines()[-1]
    assert re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", told)
    with system.owner("identity") as identity:
        rows = identity.execute("SELECT role FROM vault.staff WHERE ref = %s", [ref]).fetchall()
    assert rows == [("registrar",)]
    run("bar", "clerk")
    assert entries(system, ref) == ["staff-added", "staff-barred"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "someone", "장하늘", "king"),
        ("add", "some one", "장하늘", "officer"),
        ("add", "approver", "장하늘", "approver"),
        ("word", "someone"),
        ("bar", "someone"),
    ],
)
def test_what_is_wrong_is_said_and_leaves_nothing_behind(
    system: System, arguments: tuple[str, ...]
) -> None:
    def members() -> int:
        with system.owner("identity") as identity:
            return int(identity.execute("SELECT count(*) FROM vault.staff").fetchall()[0][0])

    before = members()
    with pytest.raises(AnsimError):
        run(*arguments)
    assert members() == before
