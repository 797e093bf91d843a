"""`imputation.ends_in_order` compiled, for logs of millions."""

import numba as nb
import numpy as np

from ansim.tracing.arrays import Flags, Int32s, Int64s
from ansim.tracing.dwell.imputation import ends_in_order
from ansim.tracing.index import by_person_and_venue

_ends_in_order = nb.njit(
    "int64[::1](int64[::1], int32[::1], int32[::1], int64[::1], int64[::1], boolean[::1])",
    cache=True,
)(ends_in_order)


def shared_ends(
    person: Int32s, venue: Int32s, entered: Int64s, ends: Int64s, known: Flags
) -> Int64s:
    """The ends of scans in any order."""
    shared: Int64s = _ends_in_order(
        by_person_and_venue(person, venue, entered),
        np.ascontiguousarray(person),
        np.ascontiguousarray(venue),
        np.ascontiguousarray(entered, np.int64),
        np.ascontiguousarray(ends, np.int64),
        np.ascontiguousarray(known),
    )
    return shared
