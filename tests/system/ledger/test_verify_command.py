"""`ansim ledger verify`"""

import pytest
from typer.testing import CliRunner

from ansim.cli import app
from ansim.ledger import Actor, Book
from ansim.ledger.acts import WarrantApproved
from ansim.ledger.commands import BrokenChainError
from support.system import System


def verify() -> str:
    result = CliRunner().invoke(app, ["ledger", "verify"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.fixture
def entries(system: System) -> None:
    book = Book(lambda: system.dsn("owner", "main"))
    for step in range(3):
        book.append(Actor("officer", "S-TEST"), "C-VERIFY", WarrantApproved("W-7", str(step)))
    book.close()


def test_it_says_how_many_hold(system: System, entries: None) -> None:
    with system.owner("main") as connection:
        row = connection.execute("SELECT count(*) FROM ledger.entry").fetchone()
    assert row
    assert f"{row[0]:,} entries hold" in verify()


@pytest.mark.parametrize(
    "change",
    [
        "leaf = replace(leaf, 'W-7', 'W-8')",
        "prev = sha256('another')",
        "leaf_hash = sha256('another')",
    ],
)
def test_an_entry_changed_behind_the_triggers_back_is_named(
    system: System, entries: None, change: str
) -> None:
    with system.owner("main") as connection:
        last = connection.execute(
            "SELECT seq, prev, leaf, leaf_hash FROM ledger.entry WHERE case_ref = 'C-VERIFY'"
            " ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        assert last
        connection.execute("ALTER TABLE ledger.entry DISABLE TRIGGER USER")
        try:
            connection.execute(f"UPDATE ledger.entry SET {change} WHERE seq = %s", last[:1])
            with pytest.raises(BrokenChainError, match=rf"entry {last[0]} does not fit"):
                verify()
        finally:
            connection.execute(
                "UPDATE ledger.entry SET prev = %s, leaf = %s, leaf_hash = %s WHERE seq = %s",
                (*last[1:], last[0]),
            )
            connection.execute("ALTER TABLE ledger.entry ENABLE TRIGGER USER")
    verify()
