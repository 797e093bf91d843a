"""The signs of one check-in (DESIGN §5), computed where it arrives."""

from datetime import datetime
from typing import Final, Protocol

from ansim.domain.evidence import Sign
from ansim.domain.opening import OpeningHours
from ansim.visitor.checkin.wire import CheckIn

LATE_SECONDS: Final = 300

# Plain integers: an IntFlag's `|` costs a microsecond, and this runs for every check-in.
_DEVICE_BOUND, _NEAR, _FAR = int(Sign.DEVICE_BOUND), int(Sign.NEAR), int(Sign.FAR)
_WITHIN, _OUTSIDE = int(Sign.WITHIN_HOURS), int(Sign.OUTSIDE_HOURS)
_DISPLAY, _LATE = int(Sign.DISPLAY_CODE), int(Sign.DELIVERED_LATE)
_STAFF, _UNCERTAIN = int(Sign.STAFF_SCAN), int(Sign.TIME_UNCERTAIN)


class Delivered(Protocol):
    """An entry as far as it tells of the clock that it comes from."""

    @property
    def sent_at(self) -> datetime | None: ...

    @property
    def time_uncertain(self) -> bool: ...


def signs(
    check_in: CheckIn,
    entered: float,
    now: float,
    hours: OpeningHours | None,
    *,
    device_bound: bool,
    display_right: bool,
) -> int:
    """The bits of `ansim.domain.evidence.Sign` that hold; moments in epoch seconds."""
    found = _DEVICE_BOUND if device_bound else 0
    if check_in.place == "near":
        found |= _NEAR
    elif check_in.place == "far":
        found |= _FAR
    if hours is not None:
        found |= _WITHIN if hours.is_open(entered) else _OUTSIDE
    if display_right:
        found |= _DISPLAY
    if now - entered > LATE_SECONDS:
        found |= _LATE
    if is_uncertain(check_in):
        found |= _UNCERTAIN
    return found


def is_uncertain(entry: Delivered) -> bool:
    """Whether the phone's clock cannot vouch for the times: changed since, or never compared with ours."""
    return entry.time_uncertain or entry.sent_at is None


def entry_signs(entered: float, now: float, hours: OpeningHours | None, *, uncertain: bool) -> int:
    """The bits that hold where no phone and no pass stands for the visitor: hours and times alone."""
    found = _UNCERTAIN if uncertain else 0
    if hours is not None:
        found |= _WITHIN if hours.is_open(entered) else _OUTSIDE
    if now - entered > LATE_SECONDS:
        found |= _LATE
    return found


def staff_signs(
    entry: Delivered,
    entered: float,
    now: float,
    hours: OpeningHours | None,
    *,
    device_bound: bool,
) -> int:
    """The bits that hold where the venue's phone read the visitor's pass: the venue itself vouches."""
    found = _STAFF | (_DEVICE_BOUND if device_bound else 0)
    if is_uncertain(entry):
        found |= _UNCERTAIN
    if hours is not None:
        found |= _WITHIN if hours.is_open(entered) else _OUTSIDE
    if now - entered > LATE_SECONDS:
        found |= _LATE
    return found
