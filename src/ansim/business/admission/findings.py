"""What a clerk looks at before an application is approved: found for many applications at once, each with its reason."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.db import connection

from ansim.business.models import VenueApplication
from ansim.database.named_statements import read_statements
from ansim.domain.distances import metres_between
from ansim.domain.members import Right, roles_with
from ansim.domain.registration import Finding
from ansim.domain.venue_names import ALIKE, NEAR, claims_authority, likeness

_SQL = read_statements("ansim.business.admission")
MOST_A_DAY: Final = 5
MOST_NUMBERS_A_DAY: Final = 2
_OF_THE_CHECKS: Final = frozenset(
    {
        Finding.NO_NUMBER,
        Finding.TAX_UNREACHABLE,
        Finding.CONTROL_NOT_SHOWN,
        Finding.TOO_MANY_TRIES,
        Finding.SUSPENDED,
        Finding.TAX_CLOSED,
        Finding.ADDRESS_BY_HAND,
        Finding.OUTSIDE,
        Finding.OTHER_NUMBER,
    }
)


# An application's id, the kinds that its checks left, its name and its English name.
_Judged: TypeAlias = tuple[int, Iterable[str], str, str]


@dataclass(frozen=True, slots=True)
class FoundOne:
    """One finding: what, and whom it meets (`name`, `place`); `venue` is that venue's id, `unclaimed` if nobody owns it."""

    kind: Finding
    name: str = ""
    place: str = ""
    metres: int | None = None
    count: int | None = None
    venue: int | None = None
    unclaimed: bool = False


def findings_of_all(applications: Collection[VenueApplication]) -> dict[int, list[FoundOne]]:
    """What is found about each application, by its id: what its checks left, and whom it meets. Four statements."""
    return _all(
        (one.pk, one.checks.get("findings", []), one.entered("name"), one.entered("name_en"))
        for one in applications
    )


def findings_of_waiting() -> dict[int, list[FoundOne]]:
    """The same of all that wait, oldest first. Five statements; whole forms stay where they are, as reading 500 takes long."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL["waiting"])
        return _all((pk, left.split(), *names) for pk, left, *names in cursor.fetchall())


def _all(applications: Iterable[_Judged]) -> dict[int, list[FoundOne]]:
    found: dict[int, list[FoundOne]] = {}
    for pk, left, name, name_en in applications:
        found[pk] = [FoundOne(Finding(kind)) for kind in left if kind in _OF_THE_CHECKS]
        if claims_authority(f"{name} {name_en}"):
            found[pk].append(FoundOne(Finding.AUTHORITY_NAME, name))
    for pk, one_found in _met(list(found)):
        found[pk].append(one_found)
    return found


def adoptable(found: Iterable[FoundOne]) -> int | None:
    """The one venue of the register that the application means: unclaimed, near and alike; None for none or several."""
    venues = {one.venue for one in found if one.kind is Finding.NEAR_AND_ALIKE and one.unclaimed}
    return venues.pop() if len(venues) == 1 else None


def _met(ids: list[int]) -> Iterable[tuple[int, FoundOne]]:
    for pk, venue, name, place in _rows("same_number", ids):
        yield pk, FoundOne(Finding.SAME_NUMBER, name, place, venue=venue)
    for pk, venue, name, place in _rows("same_phone", ids):
        yield pk, FoundOne(Finding.SAME_PHONE, name, place, venue=venue)
    for pk, venue, name, place, own, *points, unclaimed in _rows("near", ids):
        metres = metres_between((points[0], points[1]), (points[2], points[3]))
        if metres <= NEAR and likeness(own or "", name or "") >= ALIKE:
            yield (
                pk,
                FoundOne(
                    Finding.NEAR_AND_ALIKE,
                    name,
                    place,
                    metres=round(metres),
                    venue=venue,
                    unclaimed=unclaimed,
                ),
            )
    for pk, count, _numbers in _rows("bulk", ids):
        yield pk, FoundOne(Finding.BULK, count=count)


def _rows(name: str, ids: list[int]) -> list[tuple[Any, ...]]:
    given: dict[str, Any] = {
        "ids": f"{{{','.join(map(str, ids))}}}",  # an array's text: a list of 500 takes the driver 2 ms each time
        "deciding": sorted(roles_with(Right.VENUE_CHANGE)),
        "most": MOST_A_DAY,
        "most_numbers": MOST_NUMBERS_A_DAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL[name], given)
        return list(cursor.fetchall())
