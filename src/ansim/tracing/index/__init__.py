"""The index: who was where from when to when, in arrays that searches read and following renews.

Others take from here: the log and its checks, the index and its snapshots, people and venues by number, and the checks of
what may be asked. Compiled searches read a snapshot by `index.table`.
"""

from ansim.tracing.index import questions
from ansim.tracing.index.index import Index
from ansim.tracing.index.log import (
    EndBeforeStartError,
    LogError,
    TimeOutsideError,
    UnknownNumberError,
    VisitLog,
    columns_of,
    concatenated,
    visit_log,
)
from ansim.tracing.index.people import NOBODY, People
from ansim.tracing.index.presences import VOID, by_person_and_venue
from ansim.tracing.index.questions import WindowError
from ansim.tracing.index.segment import ALWAYS, NEVER
from ansim.tracing.index.snapshot import Snapshot
from ansim.tracing.index.venues import KnownVenues
from ansim.tracing.index.zones import Zones
from ansim.tracing.limits import BASE, EARLIEST, LATEST, LONGEST

__all__ = [
    "ALWAYS",
    "BASE",
    "EARLIEST",
    "LATEST",
    "LONGEST",
    "NEVER",
    "NOBODY",
    "VOID",
    "EndBeforeStartError",
    "Index",
    "KnownVenues",
    "LogError",
    "People",
    "Snapshot",
    "TimeOutsideError",
    "UnknownNumberError",
    "VisitLog",
    "WindowError",
    "Zones",
    "by_person_and_venue",
    "columns_of",
    "concatenated",
    "questions",
    "visit_log",
]
