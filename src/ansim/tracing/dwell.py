"""Dwell curves: how long people stay at each kind of venue, as data with a date (DESIGN §6).

The start values are log-normal assumptions; `ansim trace fit-dwell` re-estimates them from stays. The rules that read
a curve are compiled in `dwell_kernels`; here they stand for arrays.
"""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from math import inf
from pathlib import Path
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from ansim.domain.categories import Category
from ansim.domain.errors import AnsimError
from ansim.tracing.dwell_kernels import expected_overlap, overlap_probability, scan_window

MINUTES = 24 * 60  # the longest stay that a curve speaks of; longer ones need a recorded end
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_MANY, _FLAGS = "float64[::1]", "boolean[::1]"


class DwellCurvesError(AnsimError):
    """Dwell curves that cannot be used; the message names the category, the fault and where it is."""


@dataclass(frozen=True, slots=True)
class DwellCurves:
    """Survival curves of the stay, one row a category.

    `survival[row, k]` = P(stay >= k minutes), float64, shape (rows, MINUTES + 1), from 1 down to 0;
    `row_of[c]` is the row of category number c (that of OTHER where there is none); `observed[row]` counts the stays
    behind a row.
    """

    made_on: date
    source: str
    categories: tuple[Category, ...]
    survival: Floats
    row_of: NDArray[np.int16]
    observed: NDArray[np.int64]

    @classmethod
    def of(
        cls, made_on: date, source: str, curves: dict[Category, Floats], observed: dict[Category, int]
    ) -> "DwellCurves":
        """Curves from rows by category, checked. Raises DwellCurvesError."""
        if Category.OTHER not in curves:
            raise DwellCurvesError("no curve for OTHER: it speaks for every category without one, so add it")
        for category, row in curves.items():
            _check(category, row)
        categories = tuple(sorted(curves))
        row_of = np.full(max(Category) + 1, categories.index(Category.OTHER), np.int16)
        row_of[list(categories)] = np.arange(len(categories))
        table = np.ascontiguousarray([curves[category] for category in categories], dtype=np.float64)
        counts = np.array([observed.get(category, 0) for category in categories], np.int64)
        return cls(made_on, source, categories, table, row_of, counts)

    def row(self, category: int) -> Floats:
        """The curve of a category."""
        row: Floats = self.survival[self.row_of[category]]
        return row

    def quantile(self, category: int, share: float) -> float:
        """The seconds below which this share of stays ends: the imputed end of an open stay."""
        minutes = np.interp(share, 1.0 - self.row(category), np.arange(MINUTES + 1))
        return float(60.0 * minutes)

    def scan_window(
        self,
        category: int,
        minimum: float,
        least: float,
        residual: float = 0.0,
        case_limit: float = inf,
        *,
        case_known: bool = False,
    ) -> tuple[float, float]:
        """Seconds (back, forward) from the case's entry that must be read for P(shared >= minimum) >= least."""
        back, forward = scan_window(
            self.row(category), float(minimum), float(residual), float(least), float(case_limit), case_known
        )
        return back, forward

    def overlap_probability(
        self,
        category: int,
        delta: ArrayLike,
        minimum: float,
        residual: float = 0.0,
        *,
        case: tuple[ArrayLike, ArrayLike] = (inf, False),
        contact: tuple[ArrayLike, ArrayLike] = (inf, False),
    ) -> Floats:
        """P(shared >= minimum) for arrays that broadcast together; seconds.

        `delta`: the contact's entry less the case's. `case` and `contact`: (limit, known) as `dwell_kernels` has them.
        """
        if not minimum > 0:
            raise DwellCurvesError(f"a minimum of {minimum} s shared time: it must be above 0")
        columns = np.broadcast_arrays(delta, case[0], case[1], contact[0], contact[1])
        flat = [np.ascontiguousarray(column).ravel() for column in columns]
        chances = _overlap_probabilities(
            self.row(category), float(minimum), float(residual), *_as_stays(*flat)
        )
        return np.asarray(chances).reshape(columns[0].shape)

    def expected_overlap(
        self,
        category: int,
        delta: ArrayLike,
        residual: float = 0.0,
        *,
        case: tuple[ArrayLike, ArrayLike] = (inf, False),
        contact: tuple[ArrayLike, ArrayLike] = (inf, False),
    ) -> Floats:
        """Expected shared seconds, to 15 s; arguments as for `overlap_probability`."""
        columns = np.broadcast_arrays(delta, case[0], case[1], contact[0], contact[1])
        flat = [np.ascontiguousarray(column).ravel() for column in columns]
        shared = _expected_overlaps(self.row(category), float(residual), *_as_stays(*flat))
        return np.asarray(shared).reshape(columns[0].shape)

    def write(self, path: Path) -> None:
        """Write the curves as JSON, each probability to six places."""
        rows = {
            category.name: {
                "observed": int(count),
                "survival": [round(float(chance), 6) for chance in row],
            }
            for category, row, count in zip(self.categories, self.survival, self.observed, strict=True)
        }
        document = {"made_on": self.made_on.isoformat(), "source": self.source, "curves": rows}
        path.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")


def lognormal_curve(median_minutes: float, sigma: float) -> Floats:
    """A log-normal stay as a curve, given that it ends within a day. Raises DwellCurvesError."""
    if not (median_minutes > 0 and sigma > 0):
        raise DwellCurvesError(
            f"log-normal with median {median_minutes} and sigma {sigma}: both must be above 0"
        )
    minutes = np.arange(1, MINUTES + 1)
    survival = np.concatenate(([1.0], ndtr(-np.log(minutes / median_minutes) / sigma)))
    curve: Floats = (survival - survival[-1]) / (1.0 - survival[-1])
    return curve


def read_curves(text: str) -> DwellCurves:
    """Curves from their JSON: each either `survival` (one number a minute) or a `median_minutes` and a `sigma`.

    Raises DwellCurvesError.
    """
    try:
        document = json.loads(text)
        curves = {Category[name]: _curve(entry) for name, entry in document["curves"].items()}
        observed = {
            Category[name]: int(entry.get("observed", 0)) for name, entry in document["curves"].items()
        }
        made_on, source = date.fromisoformat(document["made_on"]), str(document["source"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DwellCurvesError(f"dwell curves cannot be read: {error!r}") from error
    return DwellCurves.of(made_on, source, curves, observed)


def load_curves(path: Path) -> DwellCurves:
    """Curves from a file. Raises DwellCurvesError."""
    try:
        return read_curves(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DwellCurvesError(f"dwell curves cannot be read from {path}: {error.strerror}") from error


def start_curves() -> DwellCurves:
    """The start values that come with the program."""
    return read_curves(files("ansim.tracing").joinpath("dwell_start.json").read_text(encoding="utf-8"))


def _curve(entry: dict[str, Any]) -> Floats:
    if "survival" in entry:
        return np.asarray(entry["survival"], np.float64)
    return lognormal_curve(float(entry["median_minutes"]), float(entry["sigma"]))


def _check(category: Category, row: Floats) -> None:
    if row.shape != (MINUTES + 1,):
        raise DwellCurvesError(f"curve of {category.name} has shape {row.shape}, wanted ({MINUTES + 1},)")
    if not np.isfinite(row).all() or row[0] != 1.0 or row[-1] != 0.0:
        raise DwellCurvesError(f"curve of {category.name} must go from 1 at 0 to 0 at {MINUTES} minutes")
    rising = np.flatnonzero(np.diff(row) > 0)
    if rising.size:
        raise DwellCurvesError(f"curve of {category.name} rises after minute {rising[0]}: it may only fall")


def _as_stays(
    delta: NDArray[Any],
    case_limit: NDArray[Any],
    case_known: NDArray[Any],
    contact_limit: NDArray[Any],
    contact_known: NDArray[Any],
) -> tuple[Floats, Floats, Flags, Floats, Flags]:
    return (
        delta.astype(np.float64),
        case_limit.astype(np.float64),
        case_known.astype(np.bool_),
        contact_limit.astype(np.float64),
        contact_known.astype(np.bool_),
    )


@nb.njit(
    f"{_MANY}(float64[::1], float64, float64, {_MANY}, {_MANY}, {_FLAGS}, {_MANY}, {_FLAGS})",
    cache=True,
    nogil=True,
)
def _overlap_probabilities(
    row: Floats,
    minimum: float,
    residual: float,
    delta: Floats,
    case_limit: Floats,
    case_known: Flags,
    contact_limit: Floats,
    contact_known: Flags,
) -> Floats:
    chances = np.empty(delta.shape[0])
    for at in range(delta.shape[0]):
        chances[at] = overlap_probability(
            row,
            delta[at],
            minimum,
            residual,
            case_limit[at],
            case_known[at],
            contact_limit[at],
            contact_known[at],
        )
    return chances


@nb.njit(
    f"{_MANY}(float64[::1], float64, {_MANY}, {_MANY}, {_FLAGS}, {_MANY}, {_FLAGS})",
    cache=True,
    nogil=True,
)
def _expected_overlaps(
    row: Floats,
    residual: float,
    delta: Floats,
    case_limit: Floats,
    case_known: Flags,
    contact_limit: Floats,
    contact_known: Flags,
) -> Floats:
    shared = np.empty(delta.shape[0])
    for at in range(delta.shape[0]):
        shared[at] = expected_overlap(
            row, delta[at], residual, case_limit[at], case_known[at], contact_limit[at], contact_known[at]
        )
    return shared
