"""Invented names for venues in Korean and English: a word of the island, its kind, and a number once words run out."""

from collections.abc import Iterable

from ansim.domain.categories import Category

_WORDS = (
    ("푸른", "Blue"),
    ("바람", "Wind"),
    ("돌담", "Stonewall"),
    ("노을", "Sunset"),
    ("한라봉", "Hallabong"),
    ("동백", "Camellia"),
    ("파도", "Wave"),
    ("오름", "Oreum"),
    ("귤빛", "Tangerine"),
    ("해녀", "Haenyeo"),
    ("은하", "Galaxy"),
    ("샘물", "Spring"),
    ("숲길", "Forest Path"),
    ("올레", "Olle"),
    ("유채", "Canola"),
    ("구름", "Cloud"),
    ("새벽", "Dawn"),
    ("등대", "Lighthouse"),
    ("조약돌", "Pebble"),
    ("솔향", "Pine"),
)
_SECOND = (
    ("", ""),
    ("마을", "Village"),
    ("언덕", "Hill"),
    ("포구", "Harbor"),
    ("정원", "Garden"),
    ("누리", "Nuri"),
    ("나루", "Ferry"),
    ("터", "Place"),
    ("뜰", "Yard"),
    ("별", "Star"),
)
_KINDS = {
    Category.RETAIL: ("마트", "Mart"),
    Category.CAFE: ("카페", "Café"),
    Category.RESTAURANT: ("식당", "Diner"),
    Category.BAR: ("주점", "Bar"),
    Category.KARAOKE: ("노래연습장", "Karaoke"),
    Category.GYM: ("헬스장", "Gym"),
    Category.BATH: ("사우나", "Sauna"),
    Category.RELIGIOUS: ("회관", "Hall of Worship"),
    Category.EVENT: ("웨딩홀", "Wedding Hall"),
    Category.FUNERAL: ("장례식장", "Funeral Hall"),
    Category.SCHOOL: ("학원", "Academy"),
    Category.OFFICE: ("빌딩", "Building"),
    Category.LODGING: ("호텔", "Hotel"),
    Category.HOSPITAL: ("의원", "Clinic"),
    Category.PHARMACY: ("약국", "Pharmacy"),
    Category.TRANSPORT: ("정류장", "Station"),
    Category.SIGHT: ("박물관", "Museum"),
    Category.PUBLIC: ("주민센터", "Community Centre"),
    Category.OTHER: ("공방", "Workshop"),
}


def korean_names(categories: Iterable[int]) -> list[str]:
    """Korean names, each once."""
    return [
        f"{_WORDS[first][0]}{_SECOND[second][0]} {_KINDS[kind][0]}{_branch(branch, ' {}호점')}"
        for first, second, branch, kind in _parts(categories)
    ]


def english_names(categories: Iterable[int]) -> list[str]:
    """English names, each once, in the order of the Korean ones."""
    return [
        " ".join(filter(None, (_WORDS[first][1], _SECOND[second][1], _KINDS[kind][1])))
        + _branch(branch, " No. {}")
        for first, second, branch, kind in _parts(categories)
    ]


def _parts(categories: Iterable[int]) -> list[tuple[int, int, int, Category]]:
    """For each venue (by its number of Category) its two words, its branch number from 0, and its kind."""
    seen = dict.fromkeys(Category, 0)
    parts = []
    for number in categories:
        kind = Category(number)
        branch, words = divmod(seen[kind], len(_WORDS) * len(_SECOND))
        second, first = divmod(words, len(_WORDS))
        parts.append((first, second, branch, kind))
        seen[kind] += 1
    return parts


def _branch(number: int, pattern: str) -> str:
    return pattern.format(number + 1) if number else ""
