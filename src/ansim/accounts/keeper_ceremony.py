"""The first two keepers, made in the key ceremony; and others in their place where fewer than two have a key left (ADR 43).

Run by the operator, who reaches the databases as their owner, and changes no staff record once two keepers have keys.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import psycopg

from ansim.accounts.enrolment import OPERATOR, NewStaff, book_of_the_operator, enrol
from ansim.accounts.models import Staff
from ansim.accounts.permissions import Role
from ansim.database.named_statements import read_statements
from ansim.domain.errors import AnsimError
from ansim.domain.staff_records import KEEPERS
from ansim.identity.staff.staff_registry import issue_word
from ansim.ledger.acts import KeepersMade, KeepersReplaced
from ansim.settings.environment import device_keys_serve, dsn, investigation_host

log = logging.getLogger(__name__)
_SQL: Final = read_statements("ansim.identity.keepers")


class KeepersDecideError(AnsimError):
    """Two keepers sign staff records: the operator changes none."""

    code = "keepers-decide"


class KeepersWantedError(AnsimError):
    """Two keepers are two people, each with a login and a name."""

    code = "keepers-wanted"


@dataclass(frozen=True, slots=True)
class KeepersLeft:
    """How many keepers have a key that serves, and how many ever made one."""

    usable: int
    ever: int


@dataclass(frozen=True, slots=True)
class NewKeeper:
    """For the ceremony's sheet: who, their staff number, and their registration code."""

    name: str
    ref: str
    word: str


@dataclass(frozen=True, slots=True)
class Ceremony:
    """Who was made a keeper, and whether in place of others."""

    keepers: list[NewKeeper]
    instead: bool


def require_operators_turn() -> None:
    """Let the operator change staff records until two keepers have made keys, and never after. Raises KeepersDecideError."""
    found = keepers_left()
    if found.ever < KEEPERS:
        return
    page = f"{investigation_host()}/staff/"
    if found.usable < KEEPERS:
        raise KeepersDecideError(
            "keepers sign staff records here, and fewer than two of them have a key left: make others with"
            " `ansim keys keepers LOGIN=NAME ...`, which the ledger tells everybody"
        )
    raise KeepersDecideError(f"two keepers sign staff records, at {page}: nothing was changed")


def make_keepers(people: Sequence[tuple[str, str]]) -> Ceremony:
    """Enrol keepers by login and name, or give those who are enrolled another code, and tell the codes.

    The ledger has it first. Raises KeepersDecideError while two keepers have keys, KeepersWantedError, EnrolmentError.
    """
    found = keepers_left()
    if found.usable >= KEEPERS:
        raise KeepersDecideError(
            f"two keepers have keys and add a third at {investigation_host()}/staff/: nothing was changed"
        )
    logins = {login.strip().lower() for login, _name in people}
    if len(logins) != len(people) or found.usable + len(people) < KEEPERS:
        raise KeepersWantedError("name two people: `ansim keys keepers kim=NAME lee=NAME`")
    known = {one.login: one for one in Staff.objects.filter(login__in=logins)}
    if any(one.role != Role.KEEPER.value or not one.is_active for one in known.values()):
        raise KeepersWantedError("a keeper holds no other role: name another login")
    instead = found.ever >= KEEPERS
    act = KeepersReplaced(len(people)) if instead else KeepersMade(len(people))
    book_of_the_operator().append(OPERATOR, "", act)
    if instead:
        log.error(
            "the operator makes %d keepers in place of others: fewer than two had a key left. Everybody reads so in"
            " the ledger; was that agreed?",
            len(people),
        )
    made = [_made(known, login.strip().lower(), name) for login, name in people]
    return Ceremony(made, instead)


def keepers_left() -> KeepersLeft:
    """How keepers stand, as the vault has them."""
    values = {"without": "", "device_keys": device_keys_serve()}
    with psycopg.connect(dsn("owner", "identity")) as identity:
        usable = identity.execute(_SQL["usable_keepers"], values).fetchone()
        ever = identity.execute(_SQL["keepers_ever"]).fetchone()
    return KeepersLeft(usable[0] if usable else 0, ever[0] if ever else 0)


def _made(known: dict[str, Staff], login: str, name: str) -> NewKeeper:
    staff = known.get(login) or enrol(NewStaff(login, name, Role.KEEPER))
    with psycopg.connect(dsn("owner", "identity")) as identity:
        return NewKeeper(staff.name, staff.ref, issue_word(identity, staff.ref, time.time()))
