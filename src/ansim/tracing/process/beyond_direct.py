"""What is told beyond direct contacts: whom to reach, in which order, since which day, and through whom (RIGHTS §1, rule 5).

Such a row is a meeting of two people of whom neither is the case. Where, at which minute and for how long they met would be
movements of a contact; with many searches most of them.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from ansim.tracing.arrays import Floats, Int32s
from ansim.tracing.index import BASE
from ansim.tracing.ranking import RankedContacts

NOWHERE: Final = -1
"""In place of a venue that is not told."""
_DAY: Final = 86400
_EAST: Final = 9 * 3600  # Korea keeps no summer time
_LEAST_RISK: Final = 1e-6  # what is told has six digits


def without_movements(rows: RankedContacts, direct: RankedContacts, case: int) -> RankedContacts:
    """The rows as they are told. They begin with the `direct` ones, in the same order.

    Whoever met somebody else than the case: the day on which the exposure began, from its first second to the next day's, no
    time together, no number of times, no venue. The risk has one digit, as the ratio to that of whom they met would tell
    venue and minutes; so has a direct contact's where another chain is riskier. Rows are to be ordered after this alone.
    """
    beyond = rows.via != case
    chained = beyond.copy()
    chained[: len(direct)] |= rows.risk[: len(direct)] != direct.risk
    began = _day_of(rows.first)
    return replace(
        rows,
        first=np.where(beyond, began, rows.first).astype(np.int32),
        last=np.where(beyond, began + _DAY, rows.last).astype(np.int32),
        overlap=np.where(beyond, 0, rows.overlap).astype(np.int32),
        encounters=np.where(beyond, 0, rows.encounters).astype(np.int32),
        risk=np.where(chained, _one_digit(rows.risk), rows.risk),
        venue=np.where(beyond, NOWHERE, rows.venue).astype(np.int32),
    )


def _day_of(moments: Int32s) -> Int32s:
    """The first second of the Korean day, in seconds since BASE."""
    since = moments.astype(np.int64) + BASE + _EAST
    start: Int32s = (since - since % _DAY - BASE - _EAST).astype(np.int32)
    return start


def _one_digit(risk: Floats) -> Floats:
    scale = 10.0 ** np.floor(np.log10(np.maximum(risk, _LEAST_RISK)))
    rounded: Floats = np.round(risk / scale) * scale
    return rounded
