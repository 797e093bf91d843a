"""Are the probabilities of overlap true? Expected calibration error and Brier score on stays the curves never saw.

`ANSIM_SHARED=… python -m benchmarks.calibration`. Part 1: recorded people (SocioPatterns, CC0), curves fitted on one
half of the days or of the people and judged on the other, both ways round, people halved five times.

What is a visit there: the badges tell only who faced whom. Two readings, neither the truth of a door:
- runs: a person is there from the first sighting until nobody has faced them for 30 minutes (entry = first sighting,
  end = last sighting + 20 s);
- half-days: from the first to the last sighting of a person before noon, and after; noon and midnight are known to
  everybody as closing times (this is the reading of the replay test).
The venue is the conference hall, or the department of the person. Judged are all ordered pairs of two people's stays
at one venue on one day that a search at P >= 0.01 would look at, by entry times alone; `all` counts the others too.
Ten bins of equal width; `noise` is the error that a true model would show with as few people. Part 2: a simulated
province, where the truth of the open stays is known as well.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ansim.domain.categories import Category
from ansim.simulation.province import Province, joined
from ansim.simulation.sociopatterns import (
    DAY,
    HALF_DAY,
    Stays,
    half_day_stays,
    read_contacts,
    read_departments,
    stays_apart,
)
from ansim.tracing.dwell import MINUTES, SLOT_MINUTES, SLOTS, DwellCurves, slot_of, start_curves
from ansim.tracing.dwell.estimate import ObservedStays, fit_dwell, observed_stays

SETS = (
    ("SFHH conference", "SFHH_tij.dat.gz", None, Category.EVENT),
    (
        "InVS15 office",
        "workplace_InVS15_tij.dat.gz",
        "workplace_InVS15_metadata.txt",
        Category.OFFICE,
    ),
    ("InVS13 office", "workplace_InVS_tij.dat.zip", "workplace_InVS_metadata.txt", Category.OFFICE),
)
MINIMA = (60, 900)
TARGET, ENOUGH = 0.02, 500
MODELS = ("start", "category", "clock")
_GAP, _LEAST, _BINS = 1800, 0.01, 10
_SPLITS = 5
_RESAMPLES = 40
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Visits:
    """Stays at venues, with the closing time that a judge may know (inf: none)."""

    stays: Stays
    venue: NDArray[np.int64]
    closing: Floats
    category: Category

    @property
    def slot(self) -> NDArray[np.int64]:
        return self.stays.entered // (60 * SLOT_MINUTES) % SLOTS

    def observed(self, mask: Mask) -> ObservedStays:
        minutes = np.minimum((self.stays.left - self.stays.entered)[mask] // 60, MINUTES - 1)
        kind = np.full(minutes.size, self.category, np.int16)
        return ObservedStays(
            self.stays.person[mask],
            kind,
            (self.stays.entered[mask] % DAY // 60).astype(np.int16),
            minutes,
            minutes,
        )


def read(
    folder: Path, file: str, departments: str | None, category: Category, *, by_half_day: bool
) -> Visits:
    contacts = read_contacts(folder / file)
    stays = half_day_stays(contacts) if by_half_day else stays_apart(contacts, _GAP)
    rooms = read_departments(folder / departments) if departments else {}
    numbers = {name: number for number, name in enumerate(sorted(set(rooms.values())))}
    venue = np.array([numbers[rooms[badge]] if rooms else 0 for badge in stays.person.tolist()])
    closing = (
        (stays.entered // HALF_DAY + 1) * HALF_DAY - stays.entered
        if by_half_day
        else np.full(len(stays), inf)
    )
    return Visits(stays, venue, closing.astype(np.float64), category)


def halves(visits: Visits) -> Iterator[tuple[str, Mask]]:
    """The halves to fit on; the rest is judged."""
    odd = visits.stays.entered // DAY % 2 == 1
    yield from (("days", odd), ("days", ~odd))
    people = np.unique(visits.stays.person)
    for seed in range(_SPLITS):
        chosen = np.isin(
            visits.stays.person, np.random.default_rng(seed).permutation(people)[: people.size // 2]
        )
        yield from (("people", chosen), ("people", ~chosen))


def pairs(visits: Visits, mask: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ordered pairs (case, contact) of stays of two people at one venue on one day."""
    places = np.flatnonzero(mask)
    key = visits.venue[places] * 10_000 + visits.stays.entered[places] // DAY
    found = []
    for group in np.unique(key):
        mine = places[key == group]
        case, contact = (side.ravel() for side in np.meshgrid(mine, mine, indexing="ij"))
        other = visits.stays.person[case] != visits.stays.person[contact]
        found.append((case[other], contact[other]))
    return np.concatenate([case for case, _ in found]), np.concatenate(
        [contact for _, contact in found]
    )


def calibration_error(chance: Floats, happened: Mask) -> float:
    """The expected calibration error over bins of equal width."""
    place = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    told, seen = (np.bincount(place, values, _BINS) for values in (chance, happened))
    return float(np.abs(told - seen).sum() / chance.size)


def noise(
    chance: Floats, happened: Mask, one: NDArray[np.int64], other: NDArray[np.int64]
) -> float:
    """The error that a true model would show by chance: people are drawn anew, since the pairs of one person hang together."""
    place = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    rng, people = np.random.default_rng(0), int(max(one.max(), other.max())) + 1
    gap = np.bincount(place, chance - happened, _BINS) / chance.size
    errors = []
    for _ in range(_RESAMPLES):
        times = rng.poisson(1.0, people)
        weight = times[one] * times[other]
        drawn = np.bincount(place, weight * (chance - happened), _BINS) / max(weight.sum(), 1)
        errors.append(np.abs(drawn - gap).sum())
    return float(np.mean(errors))


def judged(visits: Visits, half: Mask, minimum: int) -> dict[str, tuple[float, float, float]]:
    """(error where searched, error of all, Brier score where searched) of each model; `noise`: of the last, by chance."""
    observed = visits.observed(half)
    curves = {
        "start": start_curves(),
        "category": fit_dwell(observed, date.min, "", by_clock=False),
        "clock": fit_dwell(observed, date.min, ""),
    }
    case, contact = pairs(visits, ~half)
    stays, closing = visits.stays, visits.closing
    shared = np.minimum(stays.left[case], stays.left[contact]) - np.maximum(
        stays.entered[case], stays.entered[contact]
    )
    happened, results = shared >= minimum, {}
    for name in MODELS:
        chance = curves[name].overlap_probability(
            visits.category,
            stays.entered[contact] - stays.entered[case],
            minimum,
            case=(closing[case], False),
            contact=(closing[contact], False),
            slots=(visits.slot[case], visits.slot[contact]),
        )
        looked = chance >= _LEAST
        brier = float(((chance - happened)[looked] ** 2).mean()) if looked.any() else 0.0
        error = calibration_error(chance[looked], happened[looked]) if looked.any() else 0.0
        results[name] = (error, calibration_error(chance, happened), brier)
    who = visits.stays.person
    by_chance = noise(chance[looked], happened[looked], who[case[looked]], who[contact[looked]])
    return results | {"noise": (by_chance, 0.0, 0.0)}


def recorded(folder: Path) -> None:
    print(
        f"{'set':<16}{'stays':<10}{'split':<8}{'fitted':>7}{'min':>5}   error where searched",
        end="",
    )
    print(
        f"{'noise':>8}{'(all)':>8}    Brier score\n{'':<46}{'start':>8}{'category':>10}{'clock':>8}{'clock':>8}{'clock':>8}",
        end="",
    )
    print(f"{'category':>10}{'clock':>8}   target {TARGET}")
    for name, file, departments, category in SETS:
        for reading in ("runs", "half-days"):
            visits = read(folder, file, departments, category, by_half_day=reading == "half-days")
            rows: dict[
                tuple[str, int], list[tuple[int, dict[str, tuple[float, float, float]]]]
            ] = {}
            for split, half in halves(visits):
                for minimum in MINIMA:
                    told = (int(half.sum()), judged(visits, half, minimum))
                    rows.setdefault((split, minimum), []).append(told)
            for (split, minimum), found in sorted(rows.items()):
                _print(name, reading, split, minimum, found)


def _print(
    name: str,
    reading: str,
    split: str,
    minimum: int,
    found: list[tuple[int, dict[str, tuple[float, float, float]]]],
) -> None:
    count = int(np.mean([count for count, _ in found]))
    mean = {
        model: np.mean([scores[model] for _, scores in found], axis=0)
        for model in (*MODELS, "noise")
    }
    error = mean["clock"][0]
    chance = float(mean["noise"][0])
    verdict = "reached" if error <= TARGET else "within noise" if error <= chance else "missed"
    verdict += f", of all {'reached' if mean['clock'][1] <= TARGET else 'missed'}"
    if count < ENOUGH:
        verdict += ", < 500 stays"
    print(
        f"{name:<16}{reading:<10}{split:<8}{count:>7}{minimum // 60:>5}"
        f"{mean['start'][0]:>8.3f}{mean['category'][0]:>10.3f}{error:>8.3f}{chance:>8.3f}{mean['clock'][1]:>8.3f}"
        f"{mean['category'][2]:>10.3f}{mean['clock'][2]:>8.3f}   {verdict}"
    )


def simulated() -> None:
    """A province: curves from the check-outs of one half of the people, judged on the others' open stays."""
    province = Province.build(1, 0.02)
    days = list(province.days(14))
    log = joined([told.visits for told in days])
    left = np.concatenate([told.really_left for told in days])
    category = province.venues.category[log.venue - 1]
    person, venue = log.person.astype(np.int64), log.venue.astype(np.int64)
    half = person % 2 == 0
    columns = (person[half], venue[half], category[half], log.entered[half], log.left[half])
    curves = {
        "start": start_curves(),
        "check-outs": fit_dwell(observed_stays(*columns), date.min, ""),
        "with next check-ins": fit_dwell(observed_stays(*columns, bounded=True), date.min, ""),
    }
    print(
        "\nsimulated province, greatest distance of P(stay >= k min) from the truth of the other half"
    )
    print(f"{'':<12}{'check-outs':>11}" + "".join(f"{name:>21}" for name in curves))
    for kind in (
        Category.RETAIL,
        Category.CAFE,
        Category.RESTAURANT,
        Category.BAR,
        Category.GYM,
        Category.SIGHT,
    ):
        mine = ~half & (category == kind) & (left > log.entered)
        minutes = (left - log.entered)[mine] // 60
        truth = 1 - np.searchsorted(np.sort(minutes), np.arange(MINUTES + 1)) / minutes.size
        count = int((half & (category == kind) & (log.left >= 0)).sum())
        distances = (np.abs(made.row(kind) - truth).max() for made in curves.values())
        print(
            f"{kind.name:<12}{count:>11,}" + "".join(f"{distance:>21.3f}" for distance in distances)
        )
    _province_pairs(
        curves, person, venue, category, log.entered, left, ~half & (left > log.entered)
    )


def _province_pairs(
    curves: dict[str, DwellCurves],
    person: NDArray[np.int64],
    venue: NDArray[np.int64],
    category: NDArray[np.int16],
    entered: NDArray[np.int64],
    left: NDArray[np.int64],
    mask: Mask,
) -> None:
    places = np.flatnonzero(mask & (category == Category.RESTAURANT))
    places = places[np.lexsort((entered[places], venue[places]))]
    cases, contacts = [], []
    for step in range(1, 60):
        near = (venue[places[step:]] == venue[places[:-step]]) & (
            entered[places[step:]] - entered[places[:-step]] < 14_400
        )
        near &= person[places[step:]] != person[places[:-step]]
        cases.append(places[:-step][near])
        contacts.append(places[step:][near])
    case, contact = np.concatenate(cases), np.concatenate(contacts)
    slot = slot_of(entered)
    shared = np.minimum(left[case], left[contact]) - entered[contact]
    print(
        f"\nrestaurants, {case.size:,} pairs of open stays: calibration error and Brier score where searched"
    )
    for name, made in curves.items():
        for minimum in MINIMA:
            chance = made.overlap_probability(
                Category.RESTAURANT,
                entered[contact] - entered[case],
                minimum,
                slots=(slot[case], slot[contact]),
            )
            looked, happened = chance >= _LEAST, shared >= minimum
            error = calibration_error(chance[looked], happened[looked])
            print(
                f"{name:<22}{minimum // 60:>3} min{error:>8.3f}{((chance - happened)[looked] ** 2).mean():>8.3f}"
            )


def main() -> None:
    folder = (
        Path(os.environ.get("ANSIM_SHARED", Path(__file__).parents[2] / "shared"))
        / "data"
        / "sociopatterns"
    )
    if folder.is_dir():
        recorded(folder)
    else:
        print("no recorded data: shared/ is not beside the project (set ANSIM_SHARED)")
    simulated()


if __name__ == "__main__":
    main()
