"""How probable is it that two stays at one venue share at least m seconds? (DESIGN §6)

Compiled functions for the search kernels; `curves` wraps them for arrays. All times are seconds. A curve is one row
of a table: S(k) = P(stay >= k minutes) for k = 0, 1, …, straight between the minutes and 0 from the last one on. A
case's row and a contact's may differ: curves go by the local time of entry where there are stays enough (`by_clock`).

"""

from math import inf
from typing import NamedTuple

import numba as nb
import numpy as np

from ansim.tracing.arrays import Flags, Floats, Int16s

Row = Floats


class StayEnd(NamedTuple):
    """What is known of a stay's length: a check-out, a receipt or CCTV (`known`), or only a bound that it did not reach.

    `limit`: its length, or that bound (next check-in elsewhere less the way, closing time; inf for none). `seen`: after so
    many seconds the person was still there, as a later scan of the same door says.
    """

    limit: float
    known: bool
    seen: float


class PairOfStays(NamedTuple):
    """A case's and a contact's stay at one venue, the contact entering `delta` seconds after the case."""

    case_row: Row
    contact_row: Row
    delta: float
    case: StayEnd
    contact: StayEnd


ROW = nb.float64[::1]
STAY_END = nb.types.NamedTuple((nb.float64, nb.boolean, nb.float64), StayEnd)
PAIR = nb.types.NamedTuple((ROW, ROW, nb.float64, STAY_END, STAY_END), PairOfStays)

STEP = 60.0
# The curve may put next to no stay below a short bound. It then says nothing of the end: any moment is as likely.
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


@nb.njit("float64(float64[::1], float64, float64)", cache=True, nogil=True)
def _open_survival(row: Row, seconds: float, limit: float) -> float:
    if limit == inf:
        return survival_at(row, seconds)
    if seconds >= limit:
        return 0.0
    beyond = survival_at(row, limit)
    if beyond >= _NEARLY_ALL:
        return 1.0 - seconds / limit
    return (survival_at(row, seconds) - beyond) / (1.0 - beyond)


@nb.njit(nb.float64(ROW, nb.float64, STAY_END), cache=True, nogil=True)
def stay_survival(row: Row, seconds: float, end: StayEnd) -> float:
    """P(stay >= seconds) of a stay with a known length, or bounded by `limit`, or (limit inf) unbounded.

    Bounded: (S(x) - S(c)) / (1 - S(c)) for x < c, and 0 from c on. Somebody seen there after `seen` seconds has stayed so
    long: S(x) / S(seen).
    """
    if seconds <= 0.0 or (seconds <= end.seen and not end.known):
        return 1.0
    if end.known:
        return 1.0 if seconds <= end.limit else 0.0
    chance = _open_survival(row, seconds, end.limit)
    if end.seen <= 0.0 or chance == 0.0:
        return chance
    return chance / _open_survival(row, end.seen, end.limit)


@nb.njit(nb.float64(PAIR, nb.float64, nb.float64), cache=True, nogil=True)
def overlap_probability(pair: PairOfStays, minimum: float, residual: float) -> float:
    """P(shared >= minimum) of a case's and a contact's stay at one venue.

    `minimum` > 0; `residual` is how long the air stays infectious after the case has left. Case first:
    S(delta + m - w) S(m); contact first: S(m - w) S(|delta| + m), each S being that stay's own.
    """
    if pair.delta >= 0:
        case_stays, contact_stays = pair.delta + minimum - residual, minimum
    else:
        case_stays, contact_stays = minimum - residual, minimum - pair.delta
    chance = stay_survival(pair.case_row, case_stays, pair.case)
    if chance == 0.0:
        return 0.0
    return chance * stay_survival(pair.contact_row, contact_stays, pair.contact)


@nb.njit(nb.float64(PAIR, nb.float64), cache=True, nogil=True)
def expected_overlap(pair: PairOfStays, residual: float) -> float:
    """Expected shared seconds: the integral of P(shared >= m) over m, by midpoints 30 s apart."""
    step = 0.5 * STEP
    total = 0.0
    minimum = 0.5 * step
    while minimum < STEP * pair.case_row.shape[0]:
        chance = overlap_probability(pair, minimum, residual)
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
    nb.types.UniTuple(nb.float64, 2)(ROW, ROW, STAY_END, nb.float64, nb.float64, nb.float64),
    cache=True,
    nogil=True,
)
def scan_window(
    case_row: Row, contact_row: Row, case: StayEnd, minimum: float, residual: float, least: float
) -> tuple[float, float]:
    """How far (back, forward) from the case's entry open stays can have entered and still reach P >= `least`.

    A contact whose end is known may have entered earlier than `back`: the index finds it by the running maximum of
    the ends. `contact_row` is the longest curve of the category (`DwellCurves.longest`), as contacts enter at any hour.
    Forward holds for every contact. Both are seconds >= 0, or -1 where no entry on that side can reach it.
    """
    case_stays = stay_survival(case_row, minimum - residual, case)
    if case_stays < least:
        return -1.0, -1.0
    back = longest_at(contact_row, least / case_stays) - minimum
    if case.known:
        longest = case.limit
    elif case.limit == inf:
        longest = longest_at(case_row, least)
    else:
        beyond = survival_at(case_row, case.limit)
        if beyond >= _NEARLY_ALL:
            longest = case.limit * (1.0 - least)
        else:
            longest = min(case.limit, longest_at(case_row, least * (1.0 - beyond) + beyond))
    return max(back, -1.0), longest + residual - minimum


class EndColumns(NamedTuple):
    """`StayEnd`s, a column for each of its fields."""

    limit: Floats
    known: Flags
    seen: Floats


class PairColumns(NamedTuple):
    """Many pairs of stays: rows of a table of curves, and what is known of each stay."""

    survival: Floats
    case_row: Int16s
    contact_row: Int16s
    delta: Floats
    case: EndColumns
    contact: EndColumns


_MANY = nb.float64[::1]
_ENDS = nb.types.NamedTuple((_MANY, nb.boolean[::1], _MANY), EndColumns)
_PAIRS = nb.types.NamedTuple(
    (nb.float64[:, ::1], nb.int16[::1], nb.int16[::1], _MANY, _ENDS, _ENDS), PairColumns
)


@nb.njit(inline="always")
def _pair_at(pairs: PairColumns, at: int) -> PairOfStays:
    case, contact = pairs.case, pairs.contact
    return PairOfStays(
        pairs.survival[pairs.case_row[at]],
        pairs.survival[pairs.contact_row[at]],
        pairs.delta[at],
        StayEnd(case.limit[at], case.known[at], case.seen[at]),
        StayEnd(contact.limit[at], contact.known[at], contact.seen[at]),
    )


@nb.njit(_MANY(_PAIRS, _MANY, _MANY), cache=True, nogil=True)
def overlap_probabilities(pairs: PairColumns, minimum: Floats, residual: Floats) -> Floats:
    """`overlap_probability` of each pair."""
    chances = np.empty(pairs.delta.shape[0])
    for at in range(chances.shape[0]):
        chances[at] = overlap_probability(_pair_at(pairs, at), minimum[at], residual[at])
    return chances


@nb.njit(_MANY(_PAIRS, nb.float64), cache=True, nogil=True)
def expected_overlaps(pairs: PairColumns, residual: float) -> Floats:
    """`expected_overlap` of each pair."""
    shared = np.empty(pairs.delta.shape[0])
    for at in range(shared.shape[0]):
        shared[at] = expected_overlap(_pair_at(pairs, at), residual)
    return shared
