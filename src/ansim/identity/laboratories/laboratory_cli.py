"""`ansim laboratory` on the command line. The databases are loaded once a command runs."""

from pathlib import Path
from typing import Annotated

import typer

from ansim.database.for_a_command import databases
from ansim.domain.laboratory_notifications import LABORATORY_LIMITS

_Mark = Annotated[str, typer.Argument(help="the laboratory's mark, L-...")]
_Key = Annotated[
    Path, typer.Option("--key", exists=True, dir_okay=False, help="its public key: JWK or PEM")
]
_ADay = Annotated[int, typer.Option("--a-day", help="how many cases it may notify a day")]


def add_commands(room: typer.Typer) -> None:
    """Hang the commands into the room `ansim laboratory`."""
    room.command("add")(laboratory_add)
    room.command("key")(laboratory_key)
    room.command("limit")(laboratory_limit)
    room.command("list")(laboratory_list)
    room.command("bar")(laboratory_bar)


def laboratory_add(name: str, *, key: _Key, a_day: _ADay = LABORATORY_LIMITS.a_day) -> None:
    """Enrol a laboratory under its public name. Prints what it writes into its notifications.

    Its key notifies cases for every team, with nobody of ours in between: compare the key with its people by telephone.
    """
    from ansim.identity.laboratories.enrolled_laboratories import add  # noqa: PLC0415

    with databases():
        typer.echo("\n".join(add(name, key, a_day).lines()))


def laboratory_key(mark: _Mark, *, key: _Key) -> None:
    """Enrol another key of a laboratory; those that it has go on until they are barred."""
    from ansim.identity.laboratories.enrolled_laboratories import add_key  # noqa: PLC0415

    with databases():
        typer.echo("\n".join(add_key(mark, key).lines()))


def laboratory_limit(mark: _Mark, *, a_day: _ADay) -> None:
    """Let a laboratory notify so many cases a day."""
    from ansim.identity.laboratories.enrolled_laboratories import limit  # noqa: PLC0415

    with databases():
        limit(mark, a_day)


def laboratory_list() -> None:
    """Print the laboratories and their keys."""
    from ansim.identity.laboratories.enrolled_laboratories import table  # noqa: PLC0415

    with databases():
        typer.echo("\n".join(table()))


def laboratory_bar(
    mark: _Mark,
    *,
    kid: Annotated[str, typer.Option("--kid", help="this key alone, not the laboratory")] = "",
) -> None:
    """Bar a laboratory at once and for good, or one key of it. Prints how many of its cases wait: they stand."""
    from ansim.identity.laboratories.enrolled_laboratories import bar  # noqa: PLC0415

    with databases():
        waiting = bar(mark, kid)
    typer.echo(f"barred; {waiting} of its cases wait for an officer: have their teams look at them")
