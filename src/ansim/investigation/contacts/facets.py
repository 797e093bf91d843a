"""Filtering, counting, sorting and paging of the contacts that were found. Pure: rows in, rows out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Generic, Protocol, TypeVar

PAGE: Final = 50
FACETS: Final = ("class", "degree", "evidence", "air", "day", "venue")
SORTS: Final = (
    *("number", "degree", "class", "minutes", "chance", "risk", "times"),
    *("first", "last", "venue", "evidence", "party", "air", "via"),
)
FIRST_SORT: Final = "-risk"
_LONGEST: Final = 40  # signs of a value; and values of a facet


class Sortable(Protocol):
    """What a row must have to be filtered and sorted."""

    @property
    def facets(self) -> Mapping[str, str]:
        """The row's value in each facet."""
        ...

    @property
    def percent(self) -> int | None:
        """How probably they shared the rule's time; None of whom nothing is judged."""
        ...

    @property
    def keys(self) -> Mapping[str, Any]:
        """What each column sorts by."""
        ...


Row = TypeVar("Row", bound=Sortable)


@dataclass(frozen=True, slots=True)
class Filter:
    """What an address asks of the list: chosen values by facet, a least probability in percent, order, page from 1."""

    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    chance: int = 0
    sort: str = FIRST_SORT
    page: int = 1

    @classmethod
    def read(cls, values: Callable[[str], Sequence[str]]) -> "Filter":
        """From the values that an address has under a name; what makes no sense is left out."""
        chosen = {
            name: frozenset(one for one in values(name)[:_LONGEST] if 0 < len(one) <= _LONGEST)
            for name in FACETS
        }
        last = {name: next(reversed(values(name)), "") for name in ("chance", "sort", "page")}
        sort = last["sort"] if last["sort"].removeprefix("-") in SORTS else FIRST_SORT
        return cls(
            {name: found for name, found in chosen.items() if found},
            min(100, _whole(last["chance"])),
            sort,
            max(1, _whole(last["page"])),
        )

    @property
    def narrows(self) -> bool:
        """Whether anybody is left out by it."""
        return bool(self.chosen or self.chance)

    def pairs(self) -> list[tuple[str, str]]:
        """The filter as names and values of an address, without the page."""
        found = [(name, one) for name in self.chosen for one in sorted(self.chosen[name])]
        if self.chance:
            found.append(("chance", str(self.chance)))
        if self.sort != FIRST_SORT:
            found.append(("sort", self.sort))
        return found

    def toggled(self, name: str, value: str) -> "Filter":
        """With this value of a facet chosen, or no longer."""
        chosen = {**self.chosen, name: self.chosen.get(name, frozenset()) ^ {value}}
        return replace(self, chosen={key: ones for key, ones in chosen.items() if ones}, page=1)

    def sorted_by(self, column: str) -> "Filter":
        """By this column, the greatest first; a second time the least first."""
        sort = column if self.sort == f"-{column}" else f"-{column}"
        return replace(self, sort=sort, page=1)


@dataclass(frozen=True, slots=True)
class Narrowed(Generic[Row]):
    """The rows that a filter leaves, in order, and how many there are of each value of each facet.

    A facet's counts are those under the other facets alone, so that they say what choosing a value would give.
    """

    rows: list[Row]
    counts: dict[str, Counter[str]]

    def page(self, number: int) -> tuple[list[Row], int, int]:
        """The rows of a page, its number (the last where there are fewer), and how many pages there are."""
        pages = max(1, -(-len(self.rows) // PAGE))
        number = min(number, pages)
        return self.rows[(number - 1) * PAGE : number * PAGE], number, pages


def narrowed(rows: Iterable[Row], by: Filter) -> Narrowed[Row]:
    """What a filter leaves of the rows. One pass, whatever is chosen."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    found: list[Row] = []
    for row in rows:
        if row.percent is not None and row.percent < by.chance:
            continue
        missed = [name for name, ones in by.chosen.items() if row.facets[name] not in ones]
        if not missed:
            found.append(row)
            for name in FACETS:
                counts[name][row.facets[name]] += 1
        elif len(missed) == 1:
            counts[missed[0]][row.facets[missed[0]]] += 1
    column = by.sort.removeprefix("-")
    found.sort(key=lambda row: row.keys["number"])
    found.sort(key=lambda row: row.keys[column], reverse=by.sort.startswith("-"))
    return Narrowed(found, counts)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
