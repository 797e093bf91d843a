"""The index: who was where from when to when, in arrays that searches read and following renews.

Others take from here: the log and its checks, the index and its snapshots, people and venues by number, and the checks of
what may be asked. Compiled searches read a snapshot by `index.table`.
"""

from ansim.tracing.index import questions
from ansim.tracing.index.index import Index, Snapshot
from ansim.tracing.index.log import (
    BASE,
    EARLIEST,
    LATEST,
    EndBeforeStartError,
    LogError,
    TimeOutsideError,
    UnknownNumberError,
    VisitLog,
    visit_log,
)
from ansim.tracing.index.people import NOBODY, People
from ansim.tracing.index.questions import LONGEST, WindowError
from ansim.tracing.index.segment import ALWAYS, NEVER
from ansim.tracing.index.venues import KnownVenues

__all__ = [
    "ALWAYS",
    "BASE",
    "EARLIEST",
    "LATEST",
    "LONGEST",
    "NEVER",
    "NOBODY",
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
    "questions",
    "visit_log",
]
