"""`ansim staff` on the command line: who signs in to the portals. Django is loaded once a command runs."""

from typing import Annotated

import typer

from ansim.database.for_a_command import databases


def add_commands(room: typer.Typer) -> None:
    """Hang the commands into the room `ansim staff`."""
    room.command("add")(staff_add)
    room.command("word")(staff_word)
    room.command("move")(staff_move)
    room.command("bar")(staff_bar)


def staff_add(
    login: str,
    name: str,
    role: Annotated[str, typer.Argument(help="registrar, officer or approver")],
    *,
    agency: Annotated[str, typer.Option("--agency", help="whom they work for")] = "",
    team: Annotated[
        str, typer.Option("--team", help="the team whose cases and warrants they use")
    ] = "",
) -> None:
    """Enrol somebody. Prints the one-time word by which they make their first key, and their staff number."""
    from ansim.accounts.commands import add  # noqa: PLC0415

    with databases():
        enrolled = add(login, name, role, agency, team)
    typer.echo(
        "at the portal's sign-in, under 'New here, or no key on this device?', they type this number;"
    )
    typer.echo(
        "on the signing page, and nowhere else, the one-time word, good for three days:"
        f" {enrolled.word}"
    )
    typer.echo(enrolled.ref)


def staff_word(login: str) -> None:
    """Print a fresh one-time word for another key of somebody; an earlier word is void."""
    from ansim.accounts.commands import word  # noqa: PLC0415

    with databases():
        typer.echo(word(login).word)


def staff_move(
    login: str,
    *,
    agency: Annotated[str, typer.Option("--agency", help="whom they work for")] = "",
    team: Annotated[str, typer.Option("--team", help="the team whose cases they see")] = "",
) -> None:
    """Have somebody work for another agency or team: they are signed out, and see its cases alone."""
    from ansim.accounts.commands import move  # noqa: PLC0415

    with databases():
        typer.echo(move(login, agency, team))


def staff_bar(login: str) -> None:
    """Shut somebody out at once: no sign-in, no signature."""
    from ansim.accounts.commands import bar  # noqa: PLC0415

    with databases():
        typer.echo(bar(login))
