"""Words and codes of kinds of facilities."""

import pytest

from ansim.domain.facilities import CATEGORIES, Facility, only_kind
from ansim.domain.facility_words import WORDS, facility_of, near_words


@pytest.mark.parametrize("kind", list(Facility))
def test_each_kind_is_read_by_its_code_and_by_the_word_that_we_write(kind: Facility) -> None:
    for said in (kind.value, kind.value.upper(), kind.name, WORDS[kind], f" {WORDS[kind]} "):
        assert facility_of(said) is kind, said


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("코인노래방", Facility.KARAOKE),
        ("피시방", Facility.PC_ROOM),
        ("pc 방", Facility.PC_ROOM),
        ("결혼식장", Facility.WEDDING),
        ("이·미용", Facility.HAIR),
        ("헌팅포차/감성주점", Facility.PICK_UP_BAR),
        ("카페, 음식점", None),
        ("우주정거장", None),
        ("", None),
    ],
)
def test_a_word_names_one_kind_or_none(said: str, kind: Facility | None) -> None:
    assert facility_of(said) is kind


@pytest.mark.parametrize(
    ("said", "near"),
    [("유흥 주점업", "유흥주점"), ("노래연습소", "노래연습장"), ("독서 실", "독서실")],
)
def test_a_mistyped_word_finds_what_was_meant(said: str, near: str) -> None:
    assert near in near_words(said)


def test_a_category_of_one_kind_alone_names_it() -> None:
    assert only_kind(CATEGORIES[Facility.KARAOKE]) is Facility.KARAOKE
    assert only_kind(CATEGORIES[Facility.BAR]) is None
