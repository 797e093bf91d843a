"""A small invented town for the demo and the tests: venues, people, and two weeks of their visits, from one seed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from ansim.domain.categories import Category
from ansim.domain.days import VENUE_ZONE
from ansim.domain.evidence import Sign

_SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
_FIRST = "가나다라마서지민현수하은도윤예준시우유진태보승"
_SECOND = "온람솔빈율담결찬슬아림율연호경원희준서영"

_OPEN_ALL_DAY = {
    day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
}


def _hours(opens: str, closes: str) -> dict[str, list[list[str]]]:
    return {day: [[opens, closes]] for day in _OPEN_ALL_DAY}


@dataclass(frozen=True, slots=True)
class TownVenue:
    """An invented venue; `zone_of` names the venue whose room it is."""

    name: str
    name_en: str
    category: Category
    district: str
    latitude: float
    longitude: float
    opening_hours: dict[str, list[list[str]]] | None
    zone_of: str | None = None


VENUES = (
    TownVenue(
        "푸른파도 카페",
        "Blue Wave Café",
        Category.CAFE,
        "연동",
        33.4891,
        126.4934,
        _hours("08:00", "22:00"),
    ),
    TownVenue(
        "돌담 커피",
        "Stone Wall Coffee",
        Category.CAFE,
        "애월읍",
        33.4634,
        126.3105,
        _hours("09:00", "21:00"),
    ),
    TownVenue(
        "한결 국수",
        "Hangyeol Noodles",
        Category.RESTAURANT,
        "연동",
        33.4870,
        126.4899,
        _hours("10:00", "21:00"),
    ),
    TownVenue(
        "바람식당",
        "Baram Diner",
        Category.RESTAURANT,
        "일도이동",
        33.5081,
        126.5402,
        _hours("11:00", "22:00"),
    ),
    TownVenue(
        "오름 흑돼지",
        "Oreum Black Pork",
        Category.RESTAURANT,
        "노형동",
        33.4840,
        126.4782,
        _hours("11:00", "23:00"),
    ),
    TownVenue(
        "새벽시장",
        "Dawn Market",
        Category.RETAIL,
        "일도일동",
        33.5126,
        126.5283,
        _hours("05:00", "20:00"),
    ),
    TownVenue(
        "하늘마트",
        "Haneul Mart",
        Category.RETAIL,
        "노형동",
        33.4829,
        126.4810,
        _hours("08:00", "23:00"),
    ),
    TownVenue(
        "별빛 노래방",
        "Starlight Karaoke",
        Category.KARAOKE,
        "연동",
        33.4902,
        126.4921,
        _hours("14:00", "24:00"),
    ),
    TownVenue(
        "튼튼 헬스",
        "Tuntun Gym",
        Category.GYM,
        "이도이동",
        33.4987,
        126.5311,
        _hours("06:00", "23:00"),
    ),
    TownVenue(
        "맑은물 목욕탕",
        "Clear Water Bath",
        Category.BATH,
        "서귀동",
        33.2489,
        126.5610,
        _hours("05:00", "21:00"),
    ),
    TownVenue(
        "달맞이 펍",
        "Moonrise Pub",
        Category.BAR,
        "연동",
        33.4911,
        126.4951,
        _hours("17:00", "24:00"),
    ),
    TownVenue("은혜의 집", "House of Grace", Category.RELIGIOUS, "아라동", 33.4712, 126.5460, None),
    TownVenue(
        "감귤꽃 웨딩홀",
        "Citrus Blossom Wedding Hall",
        Category.EVENT,
        "오라동",
        33.4960,
        126.5140,
        _hours("09:00", "20:00"),
    ),
    TownVenue(
        "감귤꽃 웨딩홀 연회장",
        "Banquet Room",
        Category.EVENT,
        "오라동",
        33.4960,
        126.5141,
        _hours("09:00", "20:00"),
        "감귤꽃 웨딩홀",
    ),
    TownVenue(
        "한빛 사무센터", "Hanbit Office Centre", Category.OFFICE, "영평동", 33.4506, 126.5710, None
    ),
    TownVenue(
        "솔바람 초등학교",
        "Solbaram Primary School",
        Category.SCHOOL,
        "아라동",
        33.4742,
        126.5430,
        None,
    ),
    TownVenue(
        "파도소리 호텔",
        "Sound of Waves Hotel",
        Category.LODGING,
        "성산읍",
        33.4622,
        126.9310,
        _OPEN_ALL_DAY,
    ),
    TownVenue(
        "늘푸른 의원",
        "Evergreen Clinic",
        Category.HOSPITAL,
        "이도이동",
        33.4995,
        126.5298,
        _hours("09:00", "18:00"),
    ),
    TownVenue(
        "가까운 약국",
        "Nearby Pharmacy",
        Category.PHARMACY,
        "이도이동",
        33.4996,
        126.5301,
        _hours("09:00", "19:00"),
    ),
    TownVenue(
        "해오름 전망대",
        "Sunrise Lookout",
        Category.SIGHT,
        "성산읍",
        33.4585,
        126.9420,
        _hours("07:00", "19:00"),
    ),
)
_FAVOUR = {
    Category.OFFICE: 9,
    Category.SCHOOL: 6,
    Category.RETAIL: 8,
    Category.CAFE: 8,
    Category.RESTAURANT: 8,
    Category.FUNERAL: 1,
}
_STAY_MINUTES = {
    Category.OFFICE: 430,
    Category.SCHOOL: 380,
    Category.RETAIL: 20,
    Category.CAFE: 45,
    Category.RESTAURANT: 70,
    Category.GYM: 90,
    Category.LODGING: 660,
    Category.EVENT: 120,
    Category.PHARMACY: 10,
    Category.SIGHT: 40,
}


@dataclass(frozen=True, slots=True)
class TownVisit:
    """A visit of person number `person` to `VENUES[venue]`; `left_at` is None where nobody checked out."""

    person: int
    venue: int
    entered_at: datetime
    left_at: datetime | None
    party: int
    signs: Sign


def people(count: int, seed: int = 7) -> list[tuple[str, str]]:
    """Invented names and phone numbers (010-0000-0001 upwards), in order."""
    random = Random(seed)  # noqa: S311 a seeded town, no secret
    names = (
        random.choice(_SURNAMES) + random.choice(_FIRST) + random.choice(_SECOND)
        for _ in range(count)
    )
    return [(name, f"010-0000-{number:04d}") for number, name in enumerate(names, 1)]


def visits(count: int, last: datetime, days: int = 14, seed: int = 7) -> list[TownVisit]:
    """About two visits a person and day over the days that end with `last`, none after it."""
    random = Random(seed)  # noqa: S311 a seeded town, no secret
    found = []
    for back in range(days):
        day = last.astimezone(VENUE_ZONE).date() - timedelta(days=back)
        for person in range(count):
            found += _day_of(random, person, day)
    return [visit for visit in found if (visit.left_at or visit.entered_at) <= last]


def _day_of(random: Random, person: int, day: date) -> list[TownVisit]:
    moment = datetime.combine(day, time(8), VENUE_ZONE) + timedelta(minutes=random.randrange(240))
    found = []
    for _ in range(random.choice((0, 1, 2, 2, 3, 4))):
        # Everybody has favourites: most visits go to the same few places, so that contacts repeat.
        favourites = [
            person % len(VENUES),
            (person * 7 + 3) % len(VENUES),
            random.randrange(len(VENUES)),
        ]
        weights = [_FAVOUR.get(VENUES[venue].category, 3) for venue in favourites]
        venue = random.choices(favourites, weights)[0]
        stay = timedelta(
            minutes=_STAY_MINUTES.get(VENUES[venue].category, 60) * random.uniform(0.5, 1.5)
        )
        left = moment + stay if random.random() < 0.3 else None
        signs = (
            Sign.DEVICE_BOUND
            | Sign.WITHIN_HOURS
            | (Sign.NEAR if random.random() < 0.6 else Sign(0))
        )
        found.append(TownVisit(person, venue, moment, left, random.choice((0, 0, 0, 1, 2)), signs))
        moment += stay + timedelta(minutes=random.randrange(20, 120))
        if moment.date() != day or moment.hour > 21:
            break
    return found
