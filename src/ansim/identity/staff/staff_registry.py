"""Members of staff as the vault knows them, and the one-time word by which they enrol a key, as the operator gives it.

The word is typed on the signing page alone: the console carries the enrolment and could not make one up.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import psycopg

from ansim.database.named_statements import read_statements
from ansim.domain.codes import new_code, readable
from ansim.domain.signatures import NotTwoSignersError, UnknownSignerError
from ansim.domain.teams import AgencyTeam, works_on

_SQL: Final = read_statements("ansim.identity.staff")
Connection = psycopg.Connection[tuple[Any, ...]]
WORD_SECONDS: Final = 3 * 86400


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff who may sign: mark, role, and where they work; `deputy` where that is another's work."""

    ref: str
    role: str
    agency: str = ""
    team: str = ""
    deputy: bool = False

    def works_on(self, theirs: AgencyTeam) -> bool:
        """Whether a case that is `theirs` is one of this work."""
        own = AgencyTeam(self.agency, self.team)
        return works_on(self.role, own, theirs, deputy=self.deputy)


def add_member(connection: Connection, member: StaffMember) -> None:
    """Let somebody enrol keys and sign from now on."""
    values = {
        "ref": member.ref,
        "role": member.role,
        "agency": member.agency,
        "team": member.team,
    }
    connection.execute(_SQL["add_member"], values)


def move_member(connection: Connection, member: StaffMember) -> None:
    """Have somebody work for that agency and team from now on."""
    values = {"ref": member.ref, "agency": member.agency, "team": member.team}
    connection.execute(_SQL["move_member"], values)


def member_of(connection: Connection, staff: str) -> StaffMember:
    """A member of staff who is not barred. Raises UnknownSignerError."""
    row = connection.execute(_SQL["member_of"], {"staff": staff}).fetchone()
    if row is None:
        raise UnknownSignerError("nobody of that mark works here")
    return StaffMember(*row)


def hats_of(connection: Connection, staff: str, now: float) -> list[StaffMember]:
    """In which roles and for which teams somebody acts at a moment: as themselves first, then for others (ADR 43).

    Raises UnknownSignerError for who is barred or unknown.
    """
    rows = connection.execute(_SQL["hats_of"], {"staff": staff, "now": now}).fetchall()
    if not rows:
        raise UnknownSignerError("nobody of that mark works here")
    return [StaffMember(*row) for row in rows]


def any_works_on(hats: Sequence[StaffMember], theirs: AgencyTeam) -> bool:
    """Whether a case that is `theirs` is one of the work of any of these."""
    return any(one.works_on(theirs) for one in hats)


def teams_of(hats: Sequence[StaffMember]) -> dict[str, list[str]]:
    """The agencies and teams of these, side by side, as statements ask for them."""
    return {"agencies": [one.agency for one in hats], "teams": [one.team for one in hats]}


def officer_of(connection: Connection, staff: str) -> StaffMember:
    """An officer who is not barred. Raises UnknownSignerError, NotTwoSignersError."""
    member = member_of(connection, staff)
    if member.role != "officer":
        raise NotTwoSignersError("that is for an officer to ask")
    return member


def officers_of(connection: Connection, staff: str, now: float) -> list[StaffMember]:
    """For which teams somebody acts as an officer at a moment, their own first; one at least.

    Raises UnknownSignerError, NotTwoSignersError.
    """
    hats = [one for one in hats_of(connection, staff, now) if one.role == "officer"]
    if not hats:
        raise NotTwoSignersError("that is for an officer to ask")
    return hats


def require_role(connection: Connection, staff: str, role: str) -> None:
    """Raise UnknownSignerError for anybody but a member of staff in that role: a portal names none of another's."""
    if member_of(connection, staff).role != role:
        raise UnknownSignerError(f"no {role} of that mark works here")


def issue_word(connection: Connection, staff: str, now: float, seconds: int = WORD_SECONDS) -> str:
    """A fresh one-time word of 80 bits, in place of any before it. It is told to its person and stored nowhere."""
    word = new_code()
    expires_at = datetime.fromtimestamp(now + seconds, UTC)
    values = {"staff": staff, "key": word_key(word), "expires_at": expires_at}
    connection.execute(_SQL["set_word"], values)
    return readable(word)


def word_key(word: str) -> bytes:
    """The key that a word makes, its 16 signs without hyphens; the signing page makes the same."""
    return hashlib.sha256(b"ansim-enrolment-word-v2\0" + word.encode()).digest()


def key_of_halves(one: bytes, other: bytes) -> bytes:
    """The key that two keepers' halves make together, from the key of each, in whichever order they are typed.

    Each half has 80 bits of its own, so whoever knows one has as much left to guess as with a whole word.
    """
    return hashlib.sha256(b"ansim-enrolment-halves-v1\0" + b"".join(sorted((one, other)))).digest()


def bar_member(connection: Connection, staff: str) -> None:
    """From now on no signature of theirs counts, also under older warrants; a word that waits is void."""
    connection.execute(_SQL["drop_word"], {"staff": staff})
    connection.execute(_SQL["bar_member"], {"ref": staff})
