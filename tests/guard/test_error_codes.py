"""Errors are known by their code, on screens and between processes: never by the name of a class."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import ansim
from ansim.domain.errors import AnsimError

PACKAGE = Path(ansim.__file__).parent
SHAPE = re.compile(r"[a-z]+(-[a-z]+)*")
ROOMS = (
    "ansim.domain",
    "ansim.identity",
    "ansim.accounts",
    "ansim.ledger",
    "ansim.rpc",
    "ansim.keys",
)


@pytest.fixture(scope="module", autouse=True)
def django(system: object) -> None:
    """The running system has set Django up in this process; every room can be imported after it."""


def subclasses(root: type[AnsimError]) -> set[type[AnsimError]]:
    found = {root}
    for one in root.__subclasses__():
        found |= subclasses(one)
    return found


def errors() -> set[type[AnsimError]]:
    for module in pkgutil.walk_packages(ansim.__path__, "ansim."):
        if module.name.startswith((*ROOMS, "ansim.investigation")):
            import_module(module.name)
    return subclasses(AnsimError)


def own_code(error: type[AnsimError]) -> str:
    return str(vars(error).get("code", ""))


def test_a_code_is_one_word_of_one_error() -> None:
    codes = [own_code(error) for error in errors() if own_code(error)]
    assert [code for code in codes if not SHAPE.fullmatch(code)] == []
    assert sorted(codes) == sorted(set(codes))


def test_every_refusal_that_has_words_is_the_code_of_an_error() -> None:
    from ansim.investigation.refusals import REFUSALS

    assert set(REFUSALS) - {own_code(error) for error in errors()} == set()


def test_every_error_of_a_warrant_has_words_for_the_officer() -> None:
    from ansim.domain.signatures import SignatureError
    from ansim.domain.signed_texts import SignedTextError
    from ansim.domain.warrant import WarrantError
    from ansim.identity.phones import PhoneError
    from ansim.investigation.refusals import REFUSALS

    errors()
    roots = {WarrantError, SignatureError, SignedTextError}
    shown = {one for root in roots for one in subclasses(root)} - roots | {PhoneError}
    assert {error.__name__ for error in shown if own_code(error) not in REFUSALS} == set()


def test_no_table_of_words_is_keyed_by_the_name_of_a_class() -> None:
    keyed = re.compile(r"""["']\w+Error["']\s*:|__name__\)\s*or\s*str\(""")
    offenders = [
        f"{file.relative_to(PACKAGE)}:{number}"
        for file in PACKAGE.rglob("*.py")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if keyed.search(line)
    ]
    assert offenders == []
