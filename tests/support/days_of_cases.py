"""Days of a case that a test does not wait for: moved back where the console keeps them and where the vault does."""

from typing import Final, LiteralString

from support.system import System

_MOVED: Final[dict[str, dict[str, LiteralString]]] = {
    "main": {
        "opened_at": "UPDATE investigation_case SET opened_at = opened_at - make_interval(days => %s) WHERE ref = %s",
        "closed_at": "UPDATE investigation_case SET closed_at = closed_at - make_interval(days => %s) WHERE ref = %s",
    },
    "identity": {
        "opened_at": "UPDATE vault.known_case SET opened_at = opened_at - make_interval(days => %s) WHERE ref = %s",
        "closed_at": "UPDATE vault.known_case SET closed_at = closed_at - make_interval(days => %s) WHERE ref = %s",
    },
}


def make_case_older(system: System, case: str, days: int, *columns: str) -> None:
    """As if so many days had passed since its opening and its closing, or since those of them that are named."""
    for database, statements in _MOVED.items():
        with system.owner(database) as connection:
            for column in columns or ("opened_at", "closed_at"):
                connection.execute(statements[column], [days, case])


def close_long_ago(system: System, case: str, days: float) -> None:
    """Have the vault think that a case was closed so many days ago."""
    closed = "UPDATE vault.known_case SET closed_at = now() - %s * interval '1 day' WHERE ref = %s"
    with system.owner("identity") as identity:
        identity.execute(closed, [days, case])
