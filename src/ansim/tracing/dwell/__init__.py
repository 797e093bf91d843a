"""How long people stay, and a contact's probability: the dwell curves, the ends imputed by them, P(shared the minimum).

`estimate`, which learns the curves, is imported by itself: it is what reads files and takes seconds to load.
"""

from ansim.tracing.dwell.by_clock import ANY_SLOT, SLOT_MINUTES, SLOTS, Clock, slot_of
from ansim.tracing.dwell.curves import (
    MINUTES,
    DwellCurves,
    DwellCurvesError,
    load_curves,
    lognormal_curve,
    read_curves,
    start_curves,
)
from ansim.tracing.dwell.imputation import (
    DWELL_SHARE,
    TRAVEL,
    UNBOUNDED,
    StayBounds,
    StayLengths,
    impute_end,
    impute_ends,
)
from ansim.tracing.dwell.probability import STEPS, Bounded, SharedStay, SharedTime

__all__ = [
    "ANY_SLOT",
    "DWELL_SHARE",
    "MINUTES",
    "SLOTS",
    "SLOT_MINUTES",
    "STEPS",
    "TRAVEL",
    "UNBOUNDED",
    "Bounded",
    "Clock",
    "DwellCurves",
    "DwellCurvesError",
    "SharedStay",
    "SharedTime",
    "StayBounds",
    "StayLengths",
    "impute_end",
    "impute_ends",
    "load_curves",
    "lognormal_curve",
    "read_curves",
    "slot_of",
    "start_curves",
]
