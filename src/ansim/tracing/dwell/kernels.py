"""How probable is it that two stays at one venue share at least m seconds? (DESIGN §6)

Compiled functions for the search kernels; `dwell` wraps them for arrays. All times are seconds. A curve is one row
of a table: S(k) = P(stay >= k minutes) for k = 0, 1, …, straight between the minutes and 0 from the last one on. A
case's row and a contact's may differ: curves go by the local time of entry where there are stays enough (`clock`).

A stay is known by two numbers: `limit`, and whether that limit is its length (`known`: a check-out, a receipt, CCTV)
or only a bound that the stay did not reach (next check-in elsewhere less the way, closing time; inf for none).
"""

# ruff: noqa: FBT001  compiled functions take plain positional flags

from math import inf

import numba as nb
import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]

STEP = 60.0
# Of a bound so short that the curve puts next to no stay below it, the curve says nothing: any end is as likely.
_NEARLY_ALL = 1.0 - 1e-9


@nb.njit("float64(float64[::1], float64)", cache=True, nogil=True)
def survival_at(row: Row, seconds: float) -> float:
    """P(stay >= seconds) of an unbounded stay; 1 at and below 0."""
    if seconds <= 0.0:
        return 1.0
    place = seconds / STEP
    last = row.shape[0] - 1
    if place >= last:
        return 0.0
    minute = int(place)
    chance: float = row[minute] + (place - minute) * (row[minute + 1] - row[minute])
    return chance


@nb.njit("float64(float64[::1], float64, float64, boolean)", cache=True, nogil=True)
def stay_survival(row: Row, seconds: float, limit: float, known: bool) -> float:
    """P(stay >= seconds) of a stay with a known length, or bounded by `limit`, or (limit inf) unbounded.

    Bounded: (S(x) - S(c)) / (1 - S(c)) for x < c, and 0 from c on.
    """
    if seconds <= 0.0:
        return 1.0
    if known:
        return 1.0 if seconds <= limit else 0.0
    if limit == inf:
        return survival_at(row, seconds)
    if seconds >= limit:
        return 0.0
    beyond = survival_at(row, limit)
    if beyond >= _NEARLY_ALL:
        return 1.0 - seconds / limit
    return (survival_at(row, seconds) - beyond) / (1.0 - beyond)


@nb.njit(
    "float64(float64[::1], float64[::1], float64, float64, float64, float64, boolean, float64, boolean)",
    cache=True,
    nogil=True,
)
def overlap_probability(
    case_row: Row,
    contact_row: Row,
    delta: float,
    minimum: float,
    residual: float,
    case_limit: float,
    case_known: bool,
    contact_limit: float,
    contact_known: bool,
) -> float:
    """P(shared >= minimum) of a case's and a contact's stay at one venue, the contact entering `delta` after the case.

    `minimum` > 0; `residual` is how long the air stays infectious after the case has left. Case first:
    S(delta + m - w) S(m); contact first: S(m - w) S(|delta| + m), each S being that stay's own.
    """
    if delta >= 0:
        case_stays, contact_stays = delta + minimum - residual, minimum
    else:
        case_stays, contact_stays = minimum - residual, minimum - delta
    chance = stay_survival(case_row, case_stays, case_limit, case_known)
    if chance == 0.0:
        return 0.0
    return chance * stay_survival(contact_row, contact_stays, contact_limit, contact_known)


@nb.njit(
    "float64(float64[::1], float64[::1], float64, float64, float64, boolean, float64, boolean)",
    cache=True,
    nogil=True,
)
def expected_overlap(
    case_row: Row,
    contact_row: Row,
    delta: float,
    residual: float,
    case_limit: float,
    case_known: bool,
    contact_limit: float,
    contact_known: bool,
) -> float:
    """Expected shared seconds: the integral of P(shared >= m) over m, by midpoints 30 s apart."""
    step = 0.5 * STEP
    total = 0.0
    minimum = 0.5 * step
    while minimum < STEP * case_row.shape[0]:
        chance = overlap_probability(
            case_row,
            contact_row,
            delta,
            minimum,
            residual,
            case_limit,
            case_known,
            contact_limit,
            contact_known,
        )
        if chance < 1e-9:
            break
        total += chance * step
        minimum += step
    return total


@nb.njit("float64(float64[::1], float64)", cache=True, nogil=True)
def longest_at(row: Row, chance: float) -> float:
    """The longest stay in seconds that is reached with at least this probability: the curve read backwards."""
    low, high = 0, int(row.shape[0]) - 1
    if chance <= 0.0:
        return STEP * high
    while high - low > 1:
        middle = (low + high) // 2
        if row[middle] >= chance:
            low = middle
        else:
            high = middle
    seconds: float = STEP * (low + (row[low] - chance) / (row[low] - row[high]))
    return seconds


@nb.njit(
    "Tuple((float64, float64))(float64[::1], float64[::1], float64, float64, float64, float64, boolean)",
    cache=True,
    nogil=True,
)
def scan_window(
    case_row: Row,
    contact_row: Row,
    minimum: float,
    residual: float,
    least: float,
    case_limit: float,
    case_known: bool,
) -> tuple[float, float]:
    """How far (back, forward) from the case's entry open stays can have entered and still reach P >= `least`.

    A contact whose end is known may have entered earlier than `back`: the index finds it by the running maximum of
    the ends. `contact_row` is the longest curve of the category (`DwellCurves.longest`), as contacts enter at any hour.
    Forward holds for every contact. Both are seconds >= 0, or -1 where no entry on that side can reach it.
    """
    case_stays = stay_survival(case_row, minimum - residual, case_limit, case_known)
    if case_stays < least:
        return -1.0, -1.0
    back = longest_at(contact_row, least / case_stays) - minimum
    if case_known:
        longest = case_limit
    elif case_limit == inf:
        longest = longest_at(case_row, least)
    else:
        beyond = survival_at(case_row, case_limit)
        if beyond >= _NEARLY_ALL:
            longest = case_limit * (1.0 - least)
        else:
            longest = min(case_limit, longest_at(case_row, least * (1.0 - beyond) + beyond))
    return max(back, -1.0), longest + residual - minimum
