"""Filtering, counting, sorting, paging of contacts, and what a threshold costs: without a database."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.investigation.contacts.facets import FACETS, PAGE, SORTS, Filter, narrowed
from ansim.investigation.contacts.recall import THRESHOLDS, recall_steps


@dataclass
class Plain:
    number: int
    percent: int | None
    facets: dict[str, str]
    keys: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = {**dict.fromkeys(SORTS, 0), "number": self.number, "risk": self.number % 7}


def row(number: int, percent: int | None = 50, **facets: str) -> Plain:
    return Plain(number, percent, {**dict.fromkeys(FACETS, "x"), **facets})


def read(query: str) -> Filter:
    values = parse_qs(query)
    return Filter.read(lambda name: values.get(name, []))


rows_of_some = st.lists(
    st.builds(
        lambda number, percent, kind, degree: row(
            number, percent, **{"class": kind, "degree": degree}
        ),
        st.integers(1, 500),
        st.none() | st.integers(0, 100),
        st.sampled_from(["close", "casual", "none"]),
        st.sampled_from(["1", "2", "3"]),
    ),
    max_size=40,
)
chosen_of_some = st.fixed_dictionaries(
    {},
    optional={
        "class": st.frozensets(st.sampled_from(["close", "casual", "none"]), min_size=1),
        "degree": st.frozensets(st.sampled_from(["1", "2", "3"]), min_size=1),
    },
)


@given(rows=rows_of_some, chosen=chosen_of_some, chance=st.integers(0, 100))
def test_a_facet_counts_what_choosing_a_value_alone_would_leave(
    rows: list[Plain], chosen: dict[str, frozenset[str]], chance: int
) -> None:
    by = Filter(chosen, chance)
    found = narrowed(rows, by)
    for name in ("class", "degree"):
        for value in {one.facets[name] for one in rows}:
            alone = Filter({**chosen, name: frozenset({value})}, chance)
            assert found.counts[name][value] == len(narrowed(rows, alone).rows)
    plain = [
        one
        for one in rows
        if (one.percent is None or one.percent >= chance)
        and all(one.facets[name] in ones for name, ones in chosen.items())
    ]
    assert Counter(map(id, found.rows)) == Counter(map(id, plain))


@pytest.mark.parametrize("sort", ["risk", "-risk", "number", "-number"])
def test_rows_are_sorted_and_ties_stand_by_number(sort: str) -> None:
    rows = [row(number) for number in (9, 2, 16, 7, 14, 1)]
    found = [one.number for one in narrowed(rows, Filter(sort=sort)).rows]
    column, back = sort.removeprefix("-"), sort.startswith("-")
    assert [one for _key, one in sorted((r.keys[column], r.number) for r in rows)] == sorted(
        found, key=lambda number: (number % 7 if column == "risk" else number, number)
    )
    keys = [number % 7 if column == "risk" else number for number in found]
    assert keys == sorted(keys, reverse=back)


def test_pages_end_where_the_rows_do() -> None:
    found = narrowed([row(number) for number in range(1, 2 * PAGE + 4)], Filter(sort="number"))
    assert [len(found.page(number)[0]) for number in (1, 2, 3)] == [PAGE, PAGE, 3]
    assert found.page(99) == found.page(3)
    assert narrowed([], Filter()).page(1) == ([], 1, 1)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "class=close&class=casual&degree=1&chance=30&sort=first",
        "venue=0a1b2c3d&day=2026-11-25&air=all&evidence=4",
    ],
)
def test_an_address_says_the_filter_and_back(query: str) -> None:
    by = read(query)
    assert read(urlencode(by.pairs())) == by
    assert sorted(parse_qs(urlencode(by.pairs()))) == sorted(parse_qs(query))


@pytest.mark.parametrize(
    "query",
    [
        "sort=name",
        "chance=-3",
        "chance=ten",
        "page=0",
        "page=²",
        "class=",
        "phone=1",
        "page=9999999",
    ],
)
def test_what_makes_no_sense_in_an_address_is_left_out(query: str) -> None:
    assert read(query) == Filter()


def test_a_value_is_chosen_and_taken_back() -> None:
    once = Filter(page=3).toggled("class", "close")
    assert once.chosen == {"class": frozenset({"close"})}
    assert once.page == 1
    assert once.toggled("class", "close").chosen == {}
    assert once.sorted_by("first").sort == "-first"
    assert once.sorted_by("first").sorted_by("first").sort == "first"


@given(st.lists(st.integers(0, 100), max_size=60))
def test_thresholds_say_how_many_more_people_for_how_many_more_true_contacts(
    percents: list[int],
) -> None:
    steps = recall_steps(percents)
    assert [one.threshold for one in steps] == list(THRESHOLDS)
    assert sum(one.more_people for one in steps) == steps[0].people == len(percents)
    for step in steps:
        plain = [one for one in percents if one >= step.threshold]
        assert step.people == len(plain)
        assert step.true == pytest.approx(sum(plain) / 100, abs=0.06)
    shares = [one.share for one in steps]
    assert shares == sorted(shares, reverse=True)
    if any(percents):
        assert shares[0] == 100
