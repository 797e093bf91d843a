"""Kinds of licences (개방서비스, 업태) as kinds of ours, by the official list that `licence_kinds.json` has whole.

A kind of licence is a place, of our category and, where an order's words say so, of our kind of facility; or it is none,
with the reason; or nobody knows it, as the register took it up since.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from ansim.domain.categories import Category
from ansim.domain.facilities import CATEGORIES, Facility
from ansim.tables import Why

UNKNOWN_CATEGORY: Final = Category.OTHER
_CHOSEN_NO_PLACE: Final = Why(
    "담당자가 손님이 찾아오지 않는 업종으로 정했습니다", "a clerk chose: nobody visits"
)
_SERVES_FOOD: Final = frozenset({"07_24_04_P", "07_24_05_P", "07_21_02_P"})  # a type refines these


@dataclass(frozen=True, slots=True)
class LicenceKind:
    """What a kind of licence is to us. `category` None: no place, for the reason `no_place`. `unknown`: its name, where it is.

    `facility` None: no order's words say which kind of facility it is.
    """

    category: Category | None
    facility: Facility | None = None
    no_place: Why | None = None
    unknown: str | None = None


Chosen = Mapping[str, Facility | None]
"""What clerks chose for kinds that the list does not have, by name; None: no place."""


def chosen_in(rows: Iterable[tuple[str, str]]) -> Chosen:
    """What was chosen, of the rows that keep it: a name, and the code of a kind of facility, which is empty for no place."""
    return {name: Facility(kind) if kind in set(Facility) else None for name, kind in rows}


def kind_of_licence(
    code: str, service: str, kind: str, chosen: Chosen | None = None
) -> LicenceKind:
    """The kind of ours for a code (개방서비스ID), a name (개방서비스명) and a type (업태구분명), any of them empty."""
    known = _list()
    number = code if code in known["kinds"] else known["by_name"].get(service)
    if number is None and not (code or service):
        number = known["by_name"].get(kind) or known["said_alone"].get(kind)
    refined = known["types"].get(kind) if number in _SERVES_FOOD or not (code or service) else None
    said = refined or known["kinds"].get(number)
    if said is not None:
        return _as_ours(said)
    name = service or code or kind
    if chosen and name in chosen:
        return kind_chosen(chosen[name])
    return LicenceKind(UNKNOWN_CATEGORY, unknown=name)


def kind_chosen(facility: Facility | None) -> LicenceKind:
    """What a kind of licence is to us for which a clerk chose a kind of facility, or (None) that nobody visits."""
    return of_facility(facility) if facility else LicenceKind(None, no_place=_CHOSEN_NO_PLACE)


def of_facility(facility: Facility) -> LicenceKind:
    """A place of that kind."""
    return LicenceKind(CATEGORIES[facility], facility)


def _as_ours(said: Mapping[str, str]) -> LicenceKind:
    if reason := said.get("no_place"):
        return LicenceKind(None, no_place=Why(*_list()["no_place"][reason]))
    if facility := said.get("facility"):
        return of_facility(Facility(facility))
    return LicenceKind(Category[said["category"]])


@cache
def _list() -> Any:
    text = files("ansim.business.imports").joinpath("licence_kinds.json").read_text("utf-8")
    known = json.loads(text)
    by_name = {said["name"]: code for code, said in known["kinds"].items()}
    return known | {"by_name": by_name | known["renamed"]}
