"""What can go wrong with visitors without the app."""

from typing import Final

from ansim.visitor.api.problems import ProblemKind
from ansim.visitor.api.words import N_

TOO_MANY_ENTRIES: Final = ProblemKind(
    "too-many-entries-here",
    429,
    N_("Too many entries today"),
    N_("Please use the paper list, or ask the office that registers venues."),
    3600,
)
UNDO_OVER: Final = ProblemKind(
    "undo-over", 410, N_("This can no longer be undone"), N_("An entry can be undone for a minute.")
)
BAD_SAFE_CODE: Final = ProblemKind(
    "bad-safe-code",
    422,
    N_("Please check the safe code"),
    N_("It has two digits and a letter twice, and a last letter: a sign is wrong or missing."),
)
NO_SAFE_CODE: Final = ProblemKind(
    "no-safe-code", 404, N_("You have no safe code yet"), N_("You can have one made.")
)
TOO_MANY_SAFE_CODES: Final = ProblemKind(
    "too-many-safe-codes",
    429,
    N_("Enough safe codes were made today"),
    N_("Please try again tomorrow."),
    86400,
)
OTHER_LINE: Final = ProblemKind(
    "other-line-stands",
    409,
    N_("This line is there already, with another number of people"),
    N_("The first one stands."),
)
UNKNOWN_CALL_NUMBER: Final = ProblemKind(
    "unknown-call-number",
    422,
    N_("No venue has this number"),
    N_("The number that was called belongs to no venue."),
)
UNMANNED_VENUE: Final = ProblemKind(
    "unmanned-venue",
    409,
    N_("This place has no staff"),
    N_("It is registered as unmanned, so nobody is entered by staff. The owner can change that."),
)
