"""Work lists at the vault: signed by somebody, asked for name by name, and what the ledger has of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from ansim.domain.shift_grants import ShiftGrant
from ansim.domain.signed_texts import write_text
from ansim.domain.warrant import Warrant, warrant_digest
from ansim.domain.work_lists import WorkList, list_digest
from ansim.identity.calls import Identity
from ansim.identity.sessions.calls import BeginSession
from ansim.identity.staff.work_list_calls import BeginWorkList, ShowName
from support.grants import text_fields
from support.rights import PHONES, Rights

ONE, TWO, THREE = PHONES[1:4]
STRANGER = PHONES[4]


@dataclass
class Listed:
    """A list that somebody signed for, with their session."""

    rights: Rights
    ref: bytes
    session: bytes
    warrant: bytes

    def show(self, number: int, **changes: Any) -> Identity | None:
        asked = ShowName(self.session, self.ref, number)
        return self.rights.vault.show_name(msgspec.structs.replace(asked, **changes)).identity


def session(rights: Rights, login: str = "officer") -> bytes:
    text = write_text(ShiftGrant(**text_fields(cases=(rights.case,))))
    signed = BeginSession(text, rights.staff[login].sign(text))
    return rights.vault.begin_session(signed).session


def work_list(rights: Rights, warrant: bytes, people: list[bytes], /, **changes: Any) -> WorkList:
    fields = text_fields(
        case=rights.case,
        warrant=warrant_digest(warrant).hex(),
        people=list_digest(people).hex(),
        count=len(people),
    )
    return WorkList(**fields | changes)


def asked(
    rights: Rights,
    granted: tuple[Warrant, bytes],
    rows: bytes,
    *phones: str,
    login: str = "officer",
    **changes: Any,
) -> BeginWorkList:
    people = [rights.people[one] for one in phones]
    text = write_text(work_list(rights, granted[1], people, **changes))
    signed = rights.staff[login].sign(text)
    return BeginWorkList(text, signed, rights.subject, rows, rights.mac(rows, granted[0]), people)


def begin(
    rights: Rights, *phones: str, login: str = "officer", cap: int = 3, **changes: Any
) -> Listed:
    """A list of these people under a warrant of its own."""
    rows = rights.rows(ONE, TWO, THREE)
    granted = rights.granted(rows, cap=cap)
    request = asked(rights, granted, rows, *phones, login=login, **changes)
    ref = bytes.fromhex(rights.vault.begin_work_list(request).mark)
    return Listed(rights, ref, session(rights, login), granted[1])


def entries(rights: Rights) -> list[tuple[str, str, dict[str, Any]]]:
    kinds = ["work-list-signed", "name-opened", "name-read-again"]
    with rights.system.owner("main") as main:
        return main.execute(
            "SELECT kind, actor, detail FROM ledger.entry WHERE kind = ANY (%s) AND case_ref = %s ORDER BY seq",
            [kinds, rights.case],
        ).fetchall()


def opened_today(rights: Rights, login: str = "officer") -> int:
    with rights.system.owner("identity") as identity:
        row = identity.execute(
            "SELECT coalesce(sum(people), 0) FROM vault.opening WHERE staff = %s",
            [rights.staff[login].ref],
        ).fetchone()
    return int(row[0])


@contextmanager
def changed(rights: Rights, statement: str, back: str, *values: Any) -> Iterator[None]:
    with rights.system.owner("identity") as identity:
        identity.execute(statement, list(values))
    try:
        yield
    finally:
        with rights.system.owner("identity") as identity:
            identity.execute(back, list(values))
