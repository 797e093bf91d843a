"""Entries of staff, hand-written lines, safe codes and call records, as they travel."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ansim.domain.at_the_door import CALLS_AT_ONCE
from ansim.visitor.api.fields import ConsentVersion, Moment, Party, Phone, SentAt, VisitId

SafeCode = Annotated[
    str, Meta(min_length=1, max_length=40, examples=["12가34나다", "12 GA 34 NA DA"])
]


class StaffEntry(Struct, frozen=True):
    """Somebody without a phone, as staff enter them after saying what is asked for and why."""

    id: VisitId
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    phone: Phone
    consent: ConsentVersion
    entered_at: Moment
    party: Party = 0
    sent_at: SentAt = None
    safe_code: Annotated[bool, Meta(description="give the person a safe code as well")] = False


class Entered(Struct, frozen=True, omit_defaults=True):
    """The entry is kept; `undo` takes it back until `undo_until`. Nothing tells whether the number was known."""

    id: UUID
    entered_at: datetime
    undo: str
    undo_until: datetime
    safe_code: str | None = None


class Undo(Struct, frozen=True):
    """Take an entry back."""

    undo: Annotated[str, Meta(min_length=1, max_length=300)]


class Line(Struct, frozen=True):
    """One line of the hand-written log."""

    safe_code: SafeCode
    entered_at: Moment
    party: Party = 0


class Lines(Struct, frozen=True):
    """Lines of the hand-written log, typed in at the venue's own device."""

    lines: Annotated[list[Line], Meta(min_length=1, max_length=200)]
    sent_at: SentAt = None


class RefusedRow(Struct, frozen=True):
    """One row that was refused: its place from 1, the code of the problem, and words."""

    row: int
    code: str
    title: str
    detail: str


class RowAccount(Struct, frozen=True):
    """What became of the rows: `rows` = `stored` + `repeated` + the refused ones."""

    rows: int
    stored: int
    repeated: int
    refused: list[RefusedRow]


class MySafeCode(Struct, frozen=True):
    """A personal safe code, in its groups and for who reads no Hangul."""

    safe_code: Annotated[str, Meta(examples=["12가 34나 다"])]
    latin: Annotated[str, Meta(examples=["12 GA 34 NA DA"])]
    made_at: datetime


class CallRecord(Struct, frozen=True):
    """One telephone call to a venue's number."""

    caller: Phone
    dialled: Annotated[str, Meta(min_length=1, max_length=64, examples=["080-000-0001"])]
    at: Moment


class CallRecords(Struct, frozen=True):
    """Calls as the telephone company delivers them."""

    calls: Annotated[list[CallRecord], Meta(min_length=1, max_length=CALLS_AT_ONCE)]
