"""The people and venues that training cases are about. Nobody of them exists, and none can be taken for a real one.

People have ids that are digests of fixed words, where real ids are random; venues have numbers that no real one reaches. So a
training case asked about the real log, or a real one about this world, would find nothing. Names say that they are invented.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Final

from ansim.domain.categories import Category
from ansim.domain.invented_names import english_names, korean_names
from ansim.domain.quantities import PersonId, VenueId

PEOPLE: Final = 3_000
VENUES_FROM: Final = 2_000_000_000
"""Invented venues are numbered from here; a serial number of a real one never comes so far."""
_KINDS: Final = {
    Category.OFFICE: 60,
    Category.SCHOOL: 20,
    Category.RESTAURANT: 70,
    Category.CAFE: 45,
    Category.RETAIL: 40,
    Category.BAR: 15,
    Category.GYM: 15,
    Category.KARAOKE: 5,
    Category.RELIGIOUS: 10,
    Category.HOSPITAL: 10,
    Category.PHARMACY: 10,
}
VENUES: Final = sum(_KINDS.values())
_SURNAMES: Final = "김이박최정강조윤장임한오서신권황안송류홍"
_GIVEN: Final = (
    *(
        "가람",
        "나래",
        "다온",
        "라온",
        "마루",
        "바다",
        "보람",
        "빛나",
        "사랑",
        "새롬",
        "소라",
        "슬기",
    ),
    *(
        "아라",
        "아름",
        "여울",
        "예슬",
        "온유",
        "우람",
        "이든",
        "초롱",
        "푸름",
        "하늘",
        "한결",
        "해솔",
    ),
)
_DISTRICTS: Final = ("가온동", "나루동", "다솜동", "마루동", "바람동", "새벽동")


@dataclass(frozen=True, slots=True)
class InventedVenue:
    """A venue of this world. `number` from `VENUES_FROM` on; places in degrees, on open sea."""

    number: VenueId
    category: Category
    name_ko: str
    name_en: str
    district: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """What the vault tells of a person of this world: the number is of the range that nobody has."""

    name: str
    phone: str


def is_invented_venue(venue: int) -> bool:
    """Whether a number is one of this world's."""
    return venue >= VENUES_FROM


@cache
def invented_people() -> tuple[PersonId, ...]:
    """Their ids, by number."""
    return tuple(
        PersonId(hashlib.sha256(f"ansim training person {number}".encode()).digest()[:16])
        for number in range(PEOPLE)
    )


@cache
def _numbers() -> dict[PersonId, int]:
    return {person: number for number, person in enumerate(invented_people())}


def patient_of(case: str) -> PersonId:
    """Whom the training case of that mark is about: always the same person."""
    digest = hashlib.sha256(f"ansim training case {case}".encode()).digest()
    return invented_people()[int.from_bytes(digest[:8]) % PEOPLE]


def invented_person(person: PersonId) -> InventedPerson | None:
    """The name and number of somebody of this world; None for any other id."""
    number = _numbers().get(person)
    if number is None:
        return None
    # By the digest, not the number: who works at one place would else have one surname.
    name = _SURNAMES[person[0] % len(_SURNAMES)] + _GIVEN[person[1] % len(_GIVEN)]
    return InventedPerson(f"{name} (연습)", f"010-0000-{number:04}")


@cache
def invented_venues() -> tuple[InventedVenue, ...]:
    """All venues of this world, by number."""
    kinds = [kind for kind, count in _KINDS.items() for _ in range(count)]
    names = zip(kinds, korean_names(kinds), english_names(kinds), strict=True)
    return tuple(
        InventedVenue(
            number=VenueId(VENUES_FROM + place),
            category=kind,
            name_ko=f"{korean} (연습)",
            name_en=f"{english} (training)",
            district=f"연습시 {_DISTRICTS[place % len(_DISTRICTS)]}",
            latitude=33.0 + place * 37 % VENUES / VENUES / 20,
            longitude=125.5 + place * 101 % VENUES / VENUES / 20,
        )
        for place, (kind, korean, english) in enumerate(names)
    )


def invented_venue(venue: int) -> InventedVenue | None:
    """The venue of that number; None for one of another world."""
    place = venue - VENUES_FROM
    return invented_venues()[place] if 0 <= place < VENUES else None
