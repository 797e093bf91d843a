# ruff: noqa: FBT001  hypothesis gives flags by position
import json
from datetime import date
from math import inf, isclose
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.categories import Category
from ansim.tracing.dwell import (
    ANY_SLOT,
    MINUTES,
    SLOTS,
    Clock,
    DwellCurves,
    DwellCurvesError,
    load_curves,
    lognormal_curve,
    read_curves,
    start_curves,
)
from ansim.tracing.dwell.kernels import (
    PairOfStays,
    StayEnd,
    longest_at,
    overlap_probability,
    stay_survival,
)

VECTORS = Path(__file__).parents[2] / "vectors" / "golden.json"
GOLDEN = json.loads(VECTORS.read_text(encoding="utf-8"))["probability"]["cases"]
DRAWS = 400_000


def limit(stay: dict) -> float:
    return inf if stay["limit_seconds"] is None else stay["limit_seconds"]


def curves_of(median: float, sigma: float) -> DwellCurves:
    return DwellCurves.of(
        date(2026, 1, 1), "test", {Category.OTHER: lognormal_curve(median, sigma)}
    )


@pytest.mark.parametrize("case", GOLDEN)
def test_it_agrees_with_the_golden_vectors(case: dict) -> None:
    chance = curves_of(case["median_minutes"], case["sigma"]).overlap_probability(
        Category.OTHER,
        case["delta_seconds"],
        case["minimum_seconds"],
        case["residual_seconds"],
        case=(limit(case["case"]), case["case"]["known"]),
        contact=(limit(case["contact"]), case["contact"]["known"]),
    )
    assert abs(float(chance) - case["probability"]) < 0.001


def drawn(rng: np.random.Generator, case: dict, stay: dict) -> np.ndarray:
    """Stays in seconds drawn from the log-normal, each below its bound."""
    if stay["known"]:
        return np.full(DRAWS, stay["limit_seconds"], float)
    top = min(limit(stay), MINUTES * 60)
    kept = np.empty(0)
    while kept.size < DRAWS:
        lengths = 60 * rng.lognormal(np.log(case["median_minutes"]), case["sigma"], DRAWS)
        kept = np.concatenate((kept, lengths[lengths < top]))
    return kept[:DRAWS]


@pytest.mark.parametrize("number", range(len(GOLDEN)))
def test_the_formula_agrees_with_stays_drawn_by_monte_carlo(number: int) -> None:
    case, rng = GOLDEN[number], np.random.default_rng(1000 + number)
    case_end = drawn(rng, case, case["case"]) + case["residual_seconds"]
    contact_start = case["delta_seconds"]
    contact_end = contact_start + drawn(rng, case, case["contact"])
    shared = np.minimum(case_end, contact_end) - max(0, contact_start)
    seen = (shared >= case["minimum_seconds"]).mean()
    assert abs(seen - case["probability"]) <= 0.002


def test_expected_time_agrees_with_stays_drawn_by_monte_carlo() -> None:
    case, rng = GOLDEN[10], np.random.default_rng(7)
    case_end, contact_end = drawn(rng, case, case["case"]), drawn(rng, case, case["contact"]) - 1200
    shared = np.clip(np.minimum(case_end, contact_end), 0, None).mean()
    told = curves_of(70, 0.6).expected_overlap(
        Category.OTHER, -1200, case=(3600, False), contact=(5400, False)
    )
    assert isclose(float(told), shared, abs_tol=10)


def test_expected_time_of_two_known_stays_is_their_overlap() -> None:
    told = curves_of(70, 0.6).expected_overlap(
        Category.OTHER, [600, -600], case=(3600, True), contact=(1800, True)
    )
    assert np.allclose(told, [1800, 1200], atol=15)


@given(
    st.floats(-40_000, 40_000),
    st.floats(1, 7200),
    st.floats(0, 7200),
    st.floats(1, 90_000) | st.just(inf),
    st.booleans(),
    st.floats(1, 90_000) | st.just(inf),
    st.floats(1, 10_000),
)
def test_a_longer_demand_is_never_more_probable_and_bounds_only_take_away(
    delta: float,
    minimum: float,
    residual: float,
    bound: float,
    known: bool,
    other: float,
    more: float,
) -> None:
    known = known and bound < inf
    row = start_curves().row(Category.RESTAURANT)

    def pair(limit: float, known: bool, contact: float) -> PairOfStays:
        return PairOfStays(
            row, row, delta, StayEnd(limit, known, 0.0), StayEnd(contact, False, 0.0)
        )

    chance = overlap_probability(pair(bound, known, other), minimum, residual)
    assert 0 <= chance <= 1
    assert (
        overlap_probability(pair(bound, known, other), minimum + more, residual) <= chance + 1e-12
    )
    assert overlap_probability(pair(bound, known, inf), minimum, residual) >= chance - 1e-9


@given(
    st.floats(-60_000, 60_000),
    st.floats(1, 3600),
    st.floats(0, 7200),
    st.floats(0.01, 0.9),
    st.floats(60, 50_000) | st.just(inf),
    st.booleans(),
    st.sampled_from(list(Category)),
)
def test_no_open_stay_outside_the_scan_window_reaches_the_least_probability(
    delta: float,
    minimum: float,
    residual: float,
    least: float,
    bound: float,
    known: bool,
    category: Category,
) -> None:
    known, curves = known and bound < inf, start_curves()
    back, forward = curves.scan_window(category, minimum, least, residual, (bound, known))
    chance = curves.overlap_probability(category, delta, minimum, residual, case=(bound, known))
    if not -back - 1 <= delta <= forward + 1:
        assert chance < least + 1e-9


@pytest.mark.parametrize(
    ("category", "minutes"),
    [
        (Category.RETAIL, 48),
        (Category.CAFE, 125),
        (Category.RESTAURANT, 173),
        (Category.GYM, 254),
        (Category.EVENT, 259),
    ],
)
def test_the_start_values_give_the_windows_of_the_outbreak_notes(
    category: Category, minutes: int
) -> None:
    back, forward = start_curves().scan_window(category, 900, 0.05)
    assert abs(back / 60 - minutes) <= 1
    assert forward >= back


def test_a_bound_shorter_than_any_stay_leaves_any_end_as_likely() -> None:
    row = np.ones(MINUTES + 1)
    row[-1] = 0.0
    assert stay_survival(row, 15.0, StayEnd(60.0, False, 0.0)) == pytest.approx(0.75)


@given(st.floats(0.001, 1))
def test_reading_a_curve_backwards_undoes_reading_it(chance: float) -> None:
    row = start_curves().row(Category.CAFE)
    assert stay_survival(row, longest_at(row, chance), StayEnd(inf, False, 0.0)) == pytest.approx(
        chance, abs=1e-9
    )


def test_every_category_has_a_start_curve() -> None:
    assert len(set(start_curves().row_of[list(Category), ANY_SLOT].tolist())) == len(Category)


def test_a_category_without_a_curve_takes_that_of_other() -> None:
    curves = curves_of(70, 0.6)
    assert (curves.row(Category.BATH) == curves.row(Category.OTHER)).all()


def test_written_curves_read_back(tmp_path: Path) -> None:
    start_curves().write(tmp_path / "curves.json")
    back = load_curves(tmp_path / "curves.json")
    assert (back.row_of == start_curves().row_of).all()
    assert np.allclose(back.survival, start_curves().survival, atol=1e-5)


NINE, NOON = 54, 72


def by_clock() -> DwellCurves:
    """At a café people leave three times as fast from noon until six in the morning."""
    curves = {Category.OTHER: lognormal_curve(40, 0.5), Category.CAFE: lognormal_curve(50, 0.5)}
    leaving = np.where((np.arange(SLOTS) >= NOON) | (np.arange(SLOTS) < 36), 3.0, 1.0)
    clocks = {Category.CAFE: Clock(curves[Category.CAFE], leaving)}
    return DwellCurves.of(date(2026, 1, 1), "test", curves, {Category.CAFE: 700}, clocks)


def test_who_is_there_when_people_leave_leaves_sooner(tmp_path: Path) -> None:
    by_clock().write(tmp_path / "curves.json")
    slow = lognormal_curve(50, 0.5)
    for curves in (by_clock(), load_curves(tmp_path / "curves.json")):
        assert np.allclose(curves.row(Category.CAFE, NOON), slow**3, atol=1e-4)
        assert np.allclose(curves.row(Category.CAFE, NINE)[:175], slow[:175], atol=1e-4)
        assert np.allclose(curves.row(Category.CAFE), slow, atol=1e-4)
        assert curves.row(Category.CAFE, NINE)[177] < slow[177]
        assert (curves.row(Category.OTHER, NOON) == curves.row(Category.OTHER)).all()


def test_a_clock_is_written_so_that_it_reads_back_as_it_was(tmp_path: Path) -> None:
    """Of a busy slot at night one in a hundred thousand leaves: rounded to places that would be none, or everybody."""
    curve = lognormal_curve(50, 0.5)
    clock = Clock(curve, np.where(np.arange(SLOTS) < NOON, 1e-5, 0.05))
    curves = DwellCurves.of(
        date(2026, 1, 1), "test", {Category.OTHER: curve}, {}, {Category.OTHER: clock}
    )
    curves.write(tmp_path / "curves.json")
    back = load_curves(tmp_path / "curves.json")
    assert np.allclose(back.survival[1:], curves.survival[1:], atol=1e-4)
    assert np.allclose(back.clocks[Category.OTHER].leaving, clock.leaving, rtol=1e-5)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_leaves_the_curves_of_before(tmp_path: Path) -> None:
    kept = tmp_path / "curves.json"
    start_curves().write(kept)
    before = kept.read_bytes()
    (tmp_path / "curves.draft").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        by_clock().write(kept)
    assert kept.read_bytes() == before
    assert list(tmp_path.iterdir()) == [kept]


def test_the_time_of_entry_goes_into_the_probability(tmp_path: Path) -> None:
    by_clock().write(tmp_path / "curves.json")
    for curves in (by_clock(), load_curves(tmp_path / "curves.json")):
        told = curves.overlap_probability(
            Category.CAFE, 600, 900, slots=([NOON, NOON, NINE, NINE], [NOON, NINE, NOON, NINE])
        )
        short, long = (curves.row(Category.CAFE, slot) for slot in (NOON, NINE))
        wanted = [
            stay_survival(case, 1500.0, StayEnd(inf, False, 0.0))
            * stay_survival(contact, 900.0, StayEnd(inf, False, 0.0))
            for case in (short, long)
            for contact in (short, long)
        ]
        assert np.allclose(told, wanted, atol=1e-4)
        assert curves.observed[Category.CAFE] == 700


def test_the_scan_window_reaches_back_to_the_times_of_long_stays() -> None:
    back, _ = by_clock().scan_window(Category.CAFE, 900, 0.05, slot=NOON)
    first = by_clock().overlap_probability(Category.CAFE, -back + 30, 900, slots=(NOON, 40))
    assert float(first) == pytest.approx(0.05, abs=0.002)


@pytest.mark.parametrize(
    "leaving",
    [np.ones(24), np.zeros(SLOTS), np.full(SLOTS, np.nan), np.full(SLOTS, np.inf), -np.ones(SLOTS)],
)
def test_a_clock_that_makes_no_sense_is_refused(leaving: np.ndarray) -> None:
    curve = lognormal_curve(20, 0.5)
    with pytest.raises(DwellCurvesError, match="clock of OTHER: leaving must be 144 numbers"):
        DwellCurves.of(
            date(2026, 1, 1),
            "",
            {Category.OTHER: curve},
            {},
            {Category.OTHER: Clock(curve, leaving)},
        )
    with pytest.raises(DwellCurvesError, match="a clock of CAFE, but no curve"):
        DwellCurves.of(
            date(2026, 1, 1),
            "",
            {Category.OTHER: curve},
            {},
            {Category.CAFE: Clock(curve, leaving)},
        )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot be read"),
        ('{"made_on": "2026-01-01", "source": "", "curves": {}}', "OTHER"),
        ('{"made_on": "2026-01-01", "source": "", "curves": {"PUB": {}}}', "PUB"),
        (
            '{"made_on": "2026-01-01", "source": "", "curves": {"OTHER": {"survival": [0.5, 0]}}}',
            "from 1",
        ),
        (
            '{"made_on": "2026-01-01", "source": "", "curves": {"OTHER": {"median_minutes": 0, "sigma": 1}}}',
            "above 0",
        ),
    ],
)
def test_bad_curves_are_refused_with_the_fault(text: str, words: str) -> None:
    with pytest.raises(DwellCurvesError, match=words):
        read_curves(text)


def test_a_rising_curve_is_refused() -> None:
    row = lognormal_curve(20, 0.8)
    row[100] = 0.9
    with pytest.raises(DwellCurvesError, match="rises after minute 99"):
        DwellCurves.of(date(2026, 1, 1), "test", {Category.OTHER: row})


def test_a_minimum_of_nothing_is_refused() -> None:
    with pytest.raises(DwellCurvesError, match="above 0"):
        curves_of(70, 0.6).overlap_probability(Category.OTHER, 0, 0)
