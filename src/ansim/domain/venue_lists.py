"""Lists of venues that are brought in by a file: what can become of a row, a file, a task; when a number is asked for."""

from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """What becomes of a row. All but MISSING add up to the rows of the file."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CLOSING = "closing"  # the file says that a venue of ours is closed
    ASIDE = "aside"  # rightly written and not wanted
    REFUSED = "refused"
    MISSING = "missing"  # no row: a venue of the list that the file lacks


OF_THE_FILE: Final = tuple(fate for fate in Fate if fate is not Fate.MISSING)
CLOSINGS: Final = (Fate.CLOSING, Fate.MISSING)


class UploadState(StrEnum):
    """Where a file stands."""

    READING = "reading"
    READY = "ready"
    APPLYING = "applying"
    WAITING = "waiting"  # taken in but for what a clerk looks at first
    APPLIED = "applied"
    CANCELLED = "cancelled"
    FAILED = "failed"


class TaskKind(StrEnum):
    """What the worker does."""

    READ = "read"
    APPLY = "apply"
    ADMIT = "admit"  # take in what a clerk approved
    COMPARE = "compare"  # anew, after a clerk chose for a kind of licence
    PRINT = "print"


class ListAct(StrEnum):
    """What somebody did with a file, or what became of it in the background. Stored: never rename, only append."""

    BROUGHT = "brought"
    TAKEN_IN = "taken-in"  # asked for; the worker does it
    DROPPED = "dropped"  # the file, or what the worker was about to do with it
    APPROVED = "approved"  # by a clerk
    TURNED_DOWN = "turned-down"
    KIND_CHOSEN = "kind-chosen"
    DONE = "done"  # by the worker, with what came of it
    CHANGED_MEANWHILE = "meanwhile"
    GIVEN_UP = "given-up"


class TaskOutcome(StrEnum):
    """How a task ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class PrintForm(StrEnum):
    """How many sheets come as one file."""

    PDF = "pdf"
    ZIP = "zip"


def asks_for_number(closings: int, open_venues: int, share: float) -> bool:
    """Whether so many closings are confirmed by typing their number: more than that share of the list's open venues.

    One venue of a list of two is no slip, so at least two must be closing.
    """
    return closings >= 2 and closings > share * open_venues
