"""`ansim staff`: enrol and bar staff.

Run by the operator, who reaches the main database as its owner and the vault's key folder. Passwords are asked for, never
given as arguments, which other people on the machine could read.
"""

import os

import django
import typer

from ansim.domain.errors import AnsimError


class UnknownStaffError(AnsimError):
    """Nobody is enrolled under that login."""


def add(login: str, name: str, role: str) -> str:
    """Enrol somebody, asking for password and passphrase; returns their staff mark. Raises EnrolmentError."""
    _set_up()
    from ansim.accounts.enrolment import EnrolmentError, NewStaff, enrol, signs  # noqa: PLC0415 after set-up
    from ansim.accounts.permissions import Role  # noqa: PLC0415
    from ansim.keys.folder import folder  # noqa: PLC0415

    try:
        wanted = Role(role)
    except ValueError:
        raise EnrolmentError(
            f"{role!r} is no role: one of {', '.join(one.value for one in Role)}"
        ) from None
    password = _ask("Password for signing in (비밀번호)")
    passphrase = _ask("Passphrase of the signing key (서명키 암호)") if signs(wanted) else ""
    return enrol(NewStaff(login, name, wanted, password, passphrase), folder()).ref


def bar(login: str) -> str:
    """Shut somebody out: no sign-in, open sessions end, their signature counts for nothing. Raises UnknownStaffError."""
    _set_up()
    from ansim.accounts.models import Staff  # noqa: PLC0415 after set-up
    from ansim.identity.signers import distrust  # noqa: PLC0415
    from ansim.keys.folder import folder  # noqa: PLC0415

    staff = Staff.objects.filter(login=login.strip().lower()).first()
    if staff is None:
        raise UnknownStaffError(f"nobody is enrolled as {login!r}")
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    distrust(folder(), staff.ref)
    return staff.ref


def _ask(words: str) -> str:
    return str(typer.prompt(words, hide_input=True, confirmation_prompt=True))


def _set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.migrations"
    django.setup()
