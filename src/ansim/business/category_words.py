"""Kinds of venues in words."""

from types import MappingProxyType
from typing import Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ansim.domain.categories import Category

LABELS: Final = MappingProxyType(
    {
        Category.RETAIL: _("Shop"),
        Category.CAFE: _("Café"),
        Category.RESTAURANT: _("Restaurant"),
        Category.BAR: _("Bar"),
        Category.KARAOKE: _("Karaoke"),
        Category.GYM: _("Gym"),
        Category.BATH: _("Public bath"),
        Category.RELIGIOUS: _("Religious place"),
        Category.EVENT: _("Event hall"),
        Category.FUNERAL: _("Funeral hall"),
        Category.SCHOOL: _("School"),
        Category.OFFICE: _("Office"),
        Category.LODGING: _("Lodging"),
        Category.HOSPITAL: _("Hospital"),
        Category.PHARMACY: _("Pharmacy"),
        Category.TRANSPORT: _("Transport"),
        Category.SIGHT: _("Sight"),
        Category.PUBLIC: _("Public office"),
        Category.OTHER: _("Other place"),
    }
)

# Words by which people look for a kind, beside its label in both languages.
ALSO: Final = MappingProxyType(
    {
        Category.RETAIL: ("상점", "마트", "편의점", "슈퍼", "백화점", "shop", "store"),
        Category.CAFE: (
            "카페",
            "커피",
            "다방",
            "찻집",
            "제과점",
            "빵집",
            "cafe",
            "coffee",
            "bakery",
        ),
        Category.RESTAURANT: ("음식점", "식당", "밥집", "뷔페"),
        Category.BAR: ("술집", "주점", "호프", "클럽", "pub"),
        Category.KARAOKE: ("노래방", "노래연습장"),
        Category.GYM: ("체육관", "헬스", "헬스장", "체육시설", "수영장", "당구장"),
        Category.BATH: ("목욕탕", "사우나", "찜질방", "목욕장", "sauna"),
        Category.RELIGIOUS: ("교회", "성당", "절", "사찰", "church", "temple"),
        Category.EVENT: ("예식장", "결혼식장", "공연장", "영화관", "wedding", "cinema"),
        Category.FUNERAL: ("장례식장",),
        Category.SCHOOL: ("학교", "학원", "어린이집", "유치원"),
        Category.OFFICE: ("사무실", "회사"),
        Category.LODGING: ("숙박", "호텔", "모텔", "펜션", "민박", "여관", "hotel"),
        Category.HOSPITAL: ("병원", "의원", "한의원", "치과", "clinic"),
        Category.PHARMACY: ("약국",),
        Category.TRANSPORT: ("버스", "터미널", "공항", "여객선", "bus", "airport"),
        Category.SIGHT: ("관광지", "박물관", "미술관", "테마파크", "museum"),
        Category.PUBLIC: ("관공서", "주민센터", "시청", "도청"),
    }
)


def categories_by_word(word: str) -> list[Category]:
    """The kinds that a word means, in Korean or English: "병원" and "clinic" mean HOSPITAL."""
    wanted = word.casefold()
    return [kind for kind in Category if wanted in _words_of(kind)]


def _words_of(kind: Category) -> set[str]:
    labels = []
    for language in ("ko", "en"):
        with translation.override(language):
            labels.append(str(LABELS[kind]))
    return {word.casefold() for word in (*labels, *ALSO.get(kind, ()))}
