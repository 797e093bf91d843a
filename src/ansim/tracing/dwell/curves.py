"""Dwell curves: how long people stay at each kind of venue, as data with a date (DESIGN §6).

The start values are log-normal assumptions; `ansim trace fit-dwell` re-estimates them from stays, by the local time of
entry where that tells more: who comes at eleven leaves for lunch (`by_clock`). The rules that read a curve are compiled in
`kernels`, which take a second to load and are imported where they are asked; here they stand for arrays.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from math import erfc, inf, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ansim.domain.categories import Category
from ansim.domain.errors import AnsimError
from ansim.tracing.arrays import Floats
from ansim.tracing.dwell.by_clock import ANY_SLOT, SLOTS, Clock
from ansim.tracing.dwell.imputation import DWELL_SHARE, StayLengths

if TYPE_CHECKING:
    from ansim.tracing.dwell.kernels import PairColumns

MINUTES = 24 * 60  # the longest stay that a curve speaks of; longer ones need a recorded end
KnownOfStay = tuple[ArrayLike, ...]
"""(limit, known) or (limit, known, seen), as `kernels.StayEnd` has them."""
_ANY_STAY: KnownOfStay = (inf, False)


class DwellCurvesError(AnsimError):
    """Dwell curves that cannot be used; the message names the category, the fault and where it is."""


@dataclass(frozen=True, slots=True)
class DwellCurves:
    """Survival curves of the stay, one row a category, and where the clock matters one for each ten minutes of entry.

    `survival[row, k]` = P(stay >= k minutes), float64, shape (rows, MINUTES + 1), from 1 down to 0.
    `row_of[c, s]` is the row of category number c (that of OTHER where there is none) for entries in slot s of the local
    day (`clock.slot_of`); column ANY_SLOT speaks for all together. `longest[c]` is a curve above all of c's, for scan
    windows. `observed[c]` counts the stays behind category number c, `clocks[c]` says when they end.
    """

    made_on: date
    source: str
    survival: Floats
    row_of: NDArray[np.int16]
    longest: Floats
    observed: NDArray[np.int64]
    clocks: Mapping[Category, Clock]
    longest_stay: NDArray[np.int64]
    """Seconds by category number: nobody stays longer there, so a later end is not credible."""

    @classmethod
    def of(
        cls,
        made_on: date,
        source: str,
        curves: Mapping[Category, Floats],
        observed: Mapping[Category, int] | None = None,
        clocks: Mapping[Category, Clock] | None = None,
        longest_minutes: Mapping[Category, int] | None = None,
    ) -> "DwellCurves":
        """Curves by category, and by the clock where one is given, checked. Raises DwellCurvesError.

        `longest_minutes`: the longest credible stay; MINUTES where none is given.
        """
        if Category.OTHER not in curves:
            raise DwellCurvesError(
                "no curve for OTHER: it speaks for every category without one, so add it"
            )
        rows: list[Floats] = []
        row_of = np.full((max(Category) + 1, ANY_SLOT + 1), -1, np.int16)
        for category, row in curves.items():
            row_of[category] = len(rows)
            rows.append(_checked(category.name, row))
        for category, clock in (clocks or {}).items():
            if category not in curves:
                raise DwellCurvesError(f"a clock of {category.name}, but no curve: give both")
            row_of[category, :SLOTS] = len(rows) + np.arange(SLOTS)
            rows.extend(_checked_clock(category.name, clock).survival())
        row_of[row_of[:, ANY_SLOT] < 0] = row_of[Category.OTHER]
        counts = np.zeros(max(Category) + 1, np.int64)
        for category, count in (observed or {}).items():
            counts[category] = count
        survival = np.ascontiguousarray(rows, dtype=np.float64)
        longest = np.array([survival[np.unique(row)].max(axis=0) for row in row_of])
        stays = np.full(max(Category) + 1, 60 * MINUTES, np.int64)
        for category, minutes in (longest_minutes or {}).items():
            if minutes <= 0:
                raise DwellCurvesError(f"{category.name}: a longest stay of {minutes} minutes")
            stays[category] = 60 * minutes
        return cls(made_on, source, survival, row_of, longest, counts, dict(clocks or {}), stays)

    def row(self, category: int, slot: int = ANY_SLOT) -> Floats:
        """The curve of a category, for entries in a slot of the local day or at any time."""
        row: Floats = self.survival[self.row_of[category, slot]]
        return row

    def quantile(self, category: int, share: float, slot: int = ANY_SLOT) -> float:
        """The seconds below which this share of stays ends: the imputed end of an open stay."""
        minutes = np.interp(share, 1.0 - self.row(category, slot), np.arange(MINUTES + 1))
        return float(60.0 * minutes)

    @property
    def longest_minutes(self) -> dict[Category, int]:
        """The longest credible stay at each kind of venue."""
        return {category: int(self.longest_stay[category]) // 60 for category in Category}

    def lengths(self) -> StayLengths:
        """What imputation goes by."""
        shares = [self.quantile(number, DWELL_SHARE) for number in range(len(self.row_of))]
        return StayLengths(np.array(shares, np.int64), self.longest_stay)

    def scan_window(
        self,
        category: int,
        minimum: float,
        least: float,
        residual: float = 0.0,
        case: tuple[float, bool] | tuple[float, bool, float] = (inf, False),
        slot: int = ANY_SLOT,
    ) -> tuple[float, float]:
        """Seconds (back, forward) from the case's entry that must be read for P(shared >= minimum) >= least."""
        from ansim.tracing.dwell.kernels import StayEnd, scan_window  # noqa: PLC0415

        limit, known, *seen = case
        end = StayEnd(float(limit), bool(known), float(seen[0] if seen else 0.0))
        back, forward = scan_window(
            self.row(category, slot),
            self.longest[category],
            end,
            float(minimum),
            float(residual),
            float(least),
        )
        return back, forward

    def overlap_probability(
        self,
        category: int,
        delta: ArrayLike,
        minimum: ArrayLike,
        residual: ArrayLike = 0.0,
        *,
        case: KnownOfStay = _ANY_STAY,
        contact: KnownOfStay = _ANY_STAY,
        slots: tuple[ArrayLike, ArrayLike] = (ANY_SLOT, ANY_SLOT),
    ) -> Floats:
        """P(shared >= minimum) for arrays that broadcast together; seconds.

        `delta`: the contact's entry less the case's. `slots`: when the case and the contact entered (`clock.slot_of`).
        Raises DwellCurvesError.
        """
        from ansim.tracing.dwell.kernels import overlap_probabilities  # noqa: PLC0415

        if not (above := np.asarray(minimum) > 0).all():
            least = np.asarray(minimum)[~above].flat[0]
            raise DwellCurvesError(f"a minimum of {least} s shared time: it must be above 0")
        pairs, shape, (minima, residuals) = self._pairs(
            category, delta, (case, contact), slots, minimum, residual
        )
        return np.asarray(overlap_probabilities(pairs, minima, residuals)).reshape(shape)

    def expected_overlap(
        self,
        category: int,
        delta: ArrayLike,
        residual: float = 0.0,
        *,
        case: KnownOfStay = _ANY_STAY,
        contact: KnownOfStay = _ANY_STAY,
        slots: tuple[ArrayLike, ArrayLike] = (ANY_SLOT, ANY_SLOT),
    ) -> Floats:
        """Expected shared seconds, to 15 s; arguments as for `overlap_probability`."""
        from ansim.tracing.dwell.kernels import expected_overlaps  # noqa: PLC0415

        pairs, shape, _ = self._pairs(category, delta, (case, contact), slots)
        return np.asarray(expected_overlaps(pairs, float(residual))).reshape(shape)

    def write(self, path: Path) -> None:
        """Write the curves as JSON, whole or not at all: each probability to five places, without the zeros at the end.

        A clock keeps six digits of each number, however small: rates are read off its ratios.
        """
        entries: dict[str, dict[str, Any]] = {}
        for category in Category:
            row = self.row_of[category, ANY_SLOT]
            if category != Category.OTHER and row == self.row_of[Category.OTHER, ANY_SLOT]:
                continue
            entry = entries[category.name] = {
                "observed": int(self.observed[category]),
                "longest_minutes": int(self.longest_stay[category]) // 60,
                "survival": _shortened(self.survival[row]),
            }
            if clock := self.clocks.get(category):
                entry["baseline"] = _digits(np.trim_zeros(clock.baseline, "b"))
                entry["leaving"] = _digits(clock.leaving)
        document = {"made_on": self.made_on.isoformat(), "source": self.source, "curves": entries}
        draft = path.with_suffix(".draft")
        try:
            draft.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def _pairs(
        self,
        category: int,
        delta: ArrayLike,
        ends: tuple[KnownOfStay, KnownOfStay],
        slots: tuple[ArrayLike, ArrayLike],
        *terms: ArrayLike,
    ) -> "tuple[PairColumns, tuple[int, ...], list[Floats]]":
        """The pairs as flat columns, the shape of the answer, and the terms as flat columns."""
        from ansim.tracing.dwell.kernels import EndColumns, PairColumns  # noqa: PLC0415

        rows = [self.row_of[category][np.asarray(slot, np.int64)] for slot in slots]
        case, contact = ((*end, 0.0)[:3] for end in ends)
        every = np.broadcast_arrays(*rows, delta, *case, *contact, *terms)
        end_of_stay: list[Any] = [np.float64, np.bool_, np.float64]
        kinds: list[Any] = [np.int16, np.int16, np.float64, *end_of_stay, *end_of_stay]
        kinds += [np.float64] * len(terms)
        flat = [column.ravel().astype(kind) for column, kind in zip(every, kinds, strict=True)]
        pairs = PairColumns(
            survival=self.survival,
            case_row=flat[0],
            contact_row=flat[1],
            delta=flat[2],
            case=EndColumns(*flat[3:6]),
            contact=EndColumns(*flat[6:9]),
        )
        return pairs, every[0].shape, flat[9:]


def lognormal_curve(median_minutes: float, sigma: float) -> Floats:
    """A log-normal stay as a curve, given that it ends within a day. Raises DwellCurvesError."""
    if not (median_minutes > 0 and sigma > 0):
        raise DwellCurvesError(
            f"log-normal with median {median_minutes} and sigma {sigma}: both must be above 0"
        )
    minutes = np.arange(1, MINUTES + 1)
    # The normal distribution's upper tail; of a library for it a command that searches a file would load a second of code.
    beyond = np.log(minutes / median_minutes) / (sigma * sqrt(2.0))
    survival = np.array([1.0, *(erfc(one) / 2.0 for one in beyond.tolist())])
    curve: Floats = (survival - survival[-1]) / (1.0 - survival[-1])
    return curve


def read_curves(text: str) -> DwellCurves:
    """Curves from their JSON: each either `survival` (one number a minute) or a `median_minutes` and a `sigma`.

    `baseline` and `leaving` may say how it goes by the clock (`clock.Clock`). Raises DwellCurvesError.
    """
    curves: dict[Category, Floats] = {}
    observed: dict[Category, int] = {}
    clocks: dict[Category, Clock] = {}
    longest: dict[Category, int] = {}
    try:
        document = json.loads(text)
        for name, entry in document["curves"].items():
            category = Category[name]
            curves[category], observed[category] = _curve(entry), int(entry.get("observed", 0))
            if "longest_minutes" in entry:
                longest[category] = int(entry["longest_minutes"])
            if "leaving" in entry:
                clocks[category] = Clock(
                    _lengthened(entry["baseline"]), np.asarray(entry["leaving"], np.float64)
                )
        made_on, source = date.fromisoformat(document["made_on"]), str(document["source"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DwellCurvesError(f"dwell curves cannot be read: {error!r}") from error
    return DwellCurves.of(made_on, source, curves, observed, clocks, longest)


def load_curves(path: Path) -> DwellCurves:
    """Curves from a file. Raises DwellCurvesError."""
    try:
        return read_curves(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DwellCurvesError(
            f"dwell curves cannot be read from {path}: {error.strerror}"
        ) from error
    except UnicodeDecodeError:
        raise DwellCurvesError(
            f"dwell curves cannot be read from {path}: it is no UTF-8 text"
        ) from None


def start_curves() -> DwellCurves:
    """The start values that come with the program."""
    return read_curves(
        files("ansim.tracing.dwell").joinpath("start.json").read_text(encoding="utf-8")
    )


def _curve(entry: dict[str, Any]) -> Floats:
    if "survival" in entry:
        return _lengthened(entry["survival"])
    return lognormal_curve(float(entry["median_minutes"]), float(entry["sigma"]))


def _shortened(row: Floats) -> list[float]:
    return [round(float(chance), 5) for chance in np.trim_zeros(row.round(5), "b")]


def _digits(numbers: Floats) -> list[float]:
    return [float(f"{number:.6g}") for number in numbers.tolist()]


def _lengthened(survival: list[float]) -> Floats:
    row = np.asarray(survival, np.float64)
    return np.concatenate((row, np.zeros(max(0, MINUTES + 1 - row.size))))


def _checked(name: str, row: Floats) -> Floats:
    if row.shape != (MINUTES + 1,):
        raise DwellCurvesError(f"curve of {name} has shape {row.shape}, wanted ({MINUTES + 1},)")
    if not np.isfinite(row).all() or row[0] != 1.0 or row[-1] != 0.0:
        raise DwellCurvesError(f"curve of {name} must go from 1 at 0 to 0 at {MINUTES} minutes")
    rising = np.flatnonzero(np.diff(row) > 0)
    if rising.size:
        raise DwellCurvesError(f"curve of {name} rises after minute {rising[0]}: it may only fall")
    return row


def _checked_clock(name: str, clock: Clock) -> Clock:
    _checked(f"{name} (baseline)", clock.baseline)
    if (
        clock.leaving.shape != (SLOTS,)
        or not ((clock.leaving > 0) & np.isfinite(clock.leaving)).all()
    ):
        raise DwellCurvesError(f"clock of {name}: leaving must be {SLOTS} numbers above 0")
    return clock
