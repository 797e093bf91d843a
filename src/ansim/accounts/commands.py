"""`ansim staff`: enrol and bar staff. Run by the operator, who reaches the databases as their owner.

Each raises KeepersDecideError once two keepers have keys, who sign staff records then (ADR 43).
"""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django

from ansim.domain.errors import AnsimError

if TYPE_CHECKING:
    from ansim.accounts.keeper_ceremony import Ceremony
    from ansim.accounts.models import Staff


class UnknownStaffError(AnsimError):
    """Nobody is enrolled under that login."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody's staff mark, and the one-time word for a key of theirs."""

    ref: str
    word: str


def add(login: str, name: str, role: str, agency: str, team: str) -> Enrolled:
    """Enrol somebody, and make the one-time word for their first key. Raises EnrolmentError."""
    _set_up_for_the_operator()
    from ansim.accounts.enrolment import (  # noqa: PLC0415 after set-up
        EnrolmentError,
        NewStaff,
        enrol,
        word_for,
    )
    from ansim.accounts.permissions import Role  # noqa: PLC0415

    roles = {one.value: one for one in Role if one is not Role.KEEPER}
    wanted = roles.get(role)
    if wanted is None:
        raise EnrolmentError(
            f"{role!r} is no role that the operator gives: one of {', '.join(roles)}; keepers come by"
            " `ansim keys keepers`"
        )
    staff = enrol(NewStaff(login, name, wanted, agency, team))
    return Enrolled(staff.ref, word_for(staff))


def word(login: str) -> Enrolled:
    """A fresh one-time word for somebody who is enrolled. Raises UnknownStaffError, EnrolmentError."""
    _set_up_for_the_operator()
    from ansim.accounts.enrolment import word_for  # noqa: PLC0415 after set-up

    staff = _staff(login)
    return Enrolled(staff.ref, word_for(staff))


def move(login: str, agency: str, team: str) -> str:
    """Have somebody work elsewhere; their open sessions end. Raises UnknownStaffError."""
    _set_up_for_the_operator()
    from ansim.accounts.enrolment import move as have_move  # noqa: PLC0415 after set-up
    from ansim.domain.teams import AgencyTeam  # noqa: PLC0415

    staff = _staff(login)
    have_move(staff, AgencyTeam(agency, team))
    return str(staff.ref)


def bar(login: str) -> str:
    """Shut somebody out: no sign-in, open sessions end, their signature counts for nothing. Raises UnknownStaffError.

    Whoever is shut out already is so again: a try that broke off may have left their keys.
    """
    _set_up_for_the_operator()
    from ansim.accounts.enrolment import bar as shut_out  # noqa: PLC0415 after set-up

    staff = _staff(login, barred=True)
    shut_out(staff)
    return str(staff.ref)


def keepers(people: list[tuple[str, str]]) -> "Ceremony":
    """Make keepers by login and name. Raises KeepersDecideError, KeepersWantedError, EnrolmentError."""
    _set_up()
    from ansim.accounts.keeper_ceremony import make_keepers  # noqa: PLC0415 after set-up

    return make_keepers(people)


def _staff(login: str, *, barred: bool = False) -> "Staff":
    from ansim.accounts.models import Staff  # noqa: PLC0415 after set-up

    staff = Staff.objects.filter(login=login.strip().lower()).first()
    if staff is None or not (staff.is_active or barred):
        raise UnknownStaffError(f"nobody is enrolled as {login!r}")
    return staff


def _set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.migrations"
    django.setup()


def _set_up_for_the_operator() -> None:
    _set_up()
    from ansim.accounts.keeper_ceremony import (  # noqa: PLC0415 after set-up
        require_operators_turn,
    )

    require_operators_turn()
