"""Enrol staff: an account in the main database, and a record at the vault with a one-time word for a key.

Run by the operator (`ansim staff add`), who reaches both as the databases' owner, until two keepers have keys (ADR 43); no
portal can.
"""

import time
from dataclasses import dataclass
from typing import Final

import psycopg
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from ansim.accounts.models import SignIn, Staff
from ansim.accounts.permissions import Role
from ansim.domain.errors import AnsimError
from ansim.domain.teams import AgencyTeam
from ansim.identity.staff.staff_registry import (
    StaffMember,
    add_member,
    bar_member,
    issue_word,
    move_member,
)
from ansim.ledger import Actor, Book
from ansim.ledger.acts import StaffAdded, StaffBarred, StaffMoved
from ansim.settings.environment import dsn

OPERATOR: Final = Actor("operator", "")


class EnrolmentError(AnsimError):
    """A member of staff could not be enrolled."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """What the operator enters. Signers work for an agency and in a team of it: a warrant is its team's alone."""

    login: str
    name: str
    role: Role
    agency: str = ""
    team: str = ""


def enrol(new: NewStaff) -> Staff:
    """The new account, known to the vault and without a key yet. Raises EnrolmentError; nothing is left then."""
    try:
        with transaction.atomic():
            staff = Staff.objects.enrol(
                new.login, new.name, new.role, AgencyTeam(new.agency, new.team)
            )
            member = StaffMember(staff.ref, new.role.value, new.agency, new.team)
            with psycopg.connect(dsn("owner", "identity")) as identity:
                add_member(identity, member)
    except IntegrityError:
        raise EnrolmentError(
            f"the login {new.login!r} exists, or is not 3 to 60 of a-z 0-9 . _ @ -"
        ) from None
    return staff


def word_for(staff: Staff) -> str:
    """A fresh one-time word to enrol a key with; an earlier word is void. The ledger has it first."""
    book_of_the_operator().append(OPERATOR, "", StaffAdded(staff.ref, staff.role))
    with psycopg.connect(dsn("owner", "identity")) as identity:
        # Whoever was enrolled before the vault kept staff is not known to it yet.
        add_member(identity, StaffMember(staff.ref, staff.role, staff.agency, staff.team))
        return issue_word(identity, staff.ref, time.time())


def move(staff: Staff, works: AgencyTeam) -> None:
    """Have somebody work elsewhere from now on: their open sessions end, cases of their former team stay with it."""
    with psycopg.connect(dsn("owner", "identity")) as identity:
        move_member(identity, StaffMember(staff.ref, staff.role, works.agency, works.team))
    staff.agency, staff.team = works.agency, works.team
    staff.save(update_fields=["agency", "team"])
    SignIn.objects.filter(staff=staff, ended_at=None).update(ended_at=Now())
    book_of_the_operator().append(OPERATOR, "", StaffMoved(staff.ref))


def bar(staff: Staff) -> None:
    """Shut somebody out: no sign-in, open sessions end, no signature of theirs counts any more."""
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    with psycopg.connect(dsn("owner", "identity")) as identity:
        bar_member(identity, staff.ref)
    book_of_the_operator().append(OPERATOR, "", StaffBarred(staff.ref))


def book_of_the_operator() -> Book:
    """The ledger, as the databases' owner writes it."""
    return Book(lambda: dsn("owner", "main"))
