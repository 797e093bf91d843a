"""What the functions of the identity database answer, the same words in Python and in SQL (a test compares them)."""

from enum import StrEnum


class OfBeginning(StrEnum):
    """`identity.begin_verification`."""

    SENT = "sent"
    NUMBER_WAITS = "number-waits"
    BUDGET_SPENT = "budget-spent"


class OfCode(StrEnum):
    """`identity.try_code`, and what `finish_verification` and `move_phone` make of a right one."""

    RIGHT = "right"
    WRONG_CODE = "wrong-code"
    TOO_MANY_TRIES = "too-many-tries"
    TOO_MANY_GUESSES = "too-many-guesses"
    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    TAKEN = "taken"
    ENDED = "ended"


class OfRenewal(StrEnum):
    """`identity.renew_session`."""

    RENEWED = "renewed"
    SPENT = "spent"
    ENDED = "ended"


class OfCorrection(StrEnum):
    """`identity.ask_correction`."""

    KEPT = "kept"
    TOO_MANY = "too-many"
    ENDED = "ended"


class OfSafeCode(StrEnum):
    """`identity.keep_safe_code`."""

    KEPT = "kept"
    TAKEN = "taken"
    TOO_MANY = "too-many"
    ENDED = "ended"


class OfChild(StrEnum):
    """`identity.add_child`."""

    ADDED = "added"
    OTHER_NUMBER = "other-number"
    TOO_MANY = "too-many"
    ENDED = "ended"
