"""`ansim staff add` and `ansim staff bar`"""

from typer.testing import CliRunner

from ansim.cli import app
from ansim.domain.errors import AnsimError
from support.house import PASSPHRASE, PASSWORD, Open
from support.system import System


def run(*arguments: str, answers: str = "") -> str:
    result = CliRunner().invoke(app, ["staff", *arguments], input=answers)
    if result.exception and isinstance(result.exception, AnsimError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output.strip().splitlines()[-1]


def test_an_officer_is_enrolled_signs_in_and_is_barred(browse: Open, system: System) -> None:
    ref = run(
        "add",
        "newcomer",
        "장하늘",
        "officer",
        answers=f"{PASSWORD}\n{PASSWORD}\n{PASSPHRASE}\n{PASSPHRASE}\n",
    )
    key = system.folder / "keys" / "staff" / f"{ref}.json"
    assert key.exists()
    portal = browse("investigation", "newcomer")
    assert run("bar", "newcomer") == ref
    assert not key.exists()
    assert portal.get("/cases/").url.path == "/sign-in"
    assert browse("investigation").sign_in("newcomer").status_code == 400


def test_what_is_wrong_is_said_and_leaves_nothing_behind(system: System) -> None:
    import pytest

    for arguments, answers in (
        (("add", "someone", "장하늘", "king"), ""),
        (("add", "someone", "장하늘", "registrar"), "short\nshort\n"),
        (("add", "some one", "장하늘", "registrar"), f"{PASSWORD}\n{PASSWORD}\n"),
        (("add", "registrar", "장하늘", "registrar"), f"{PASSWORD}\n{PASSWORD}\n"),
        (
            ("add", "someone", "장하늘", "approver"),
            f"{PASSWORD}\n{PASSWORD}\n{PASSWORD}\n{PASSWORD}\n",
        ),
        (("bar", "someone"), ""),
    ):
        with pytest.raises(AnsimError):
            run(*arguments, answers=answers)
