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


def add_ceremony(room: typer.Typer) -> None:
    """Hang the making of keepers into the room `ansim keys`."""
    room.command("keepers")(keys_keepers)


def keys_keepers(
    people: Annotated[list[str], typer.Argument(help="LOGIN=NAME of each; two people")],
) -> None:
    """Make the first two keepers, who sign all staff records from then on; or others, where fewer than two have a key left."""
    from ansim.accounts.commands import keepers  # noqa: PLC0415

    pairs = [(login, name.strip()) for login, _sign, name in (one.partition("=") for one in people)]
    if not all(login and name for login, name in pairs):
        raise typer.BadParameter("write each as LOGIN=NAME")
    with databases():
        made = keepers(pairs)
    typer.echo("Ceremony sheet. Each keeper types the staff number at the console's sign-in, under")
    typer.echo(
        "'New here, or no key on this device?', and the code on the signing page, nowhere else."
    )
    typer.echo(
        "The code is good for three days. Write down the fingerprint that the ledger then shows."
    )
    if made.instead:
        typer.echo(
            "They stand in place of others, as fewer than two keepers had a key: the ledger tells everybody so."
        )
    for one in made.keepers:
        typer.echo(f"{one.name}  {one.ref}  {one.word}")


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
