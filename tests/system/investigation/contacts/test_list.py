"""The contact search and its list."""

import pytest

from support.house import House
from support.scene import Scene
from support.walk import Walk, kinds, numbers_of


def test_the_search_finds_who_was_there_and_nobody_else(walk: Walk) -> None:
    page = walk.contacts()
    assert len(numbers_of(page)) == 2
    assert "40분" in page.text


def test_a_longer_time_together_finds_fewer(walk: Walk) -> None:
    assert len(numbers_of(walk.contacts(minutes="30"))) == 1


def test_contacts_keep_their_numbers(walk: Walk) -> None:
    fewer, all_ = numbers_of(walk.contacts(minutes="30")), numbers_of(walk.contacts())
    assert fewer == [1]
    assert sorted(all_) == [1, 2]


def test_the_contact_list_names_nobody(walk: Walk, scene: Scene) -> None:
    text = walk.contacts().text
    assert [name for name in scene.people if name in text] == []
    assert [phone for phone in scene.phones.values() if phone in text] == []
    assert [person for person in scene.people.values() if person.hex() in text] == []


@pytest.mark.parametrize(
    "changes",
    [{"minutes": "-1"}, {"degrees": "9"}, {"end": "2000-01-01T00:00"}, {"start": "yesterday"}],
)
def test_terms_that_make_no_sense_search_nothing(
    walk: Walk, house: House, changes: dict[str, str]
) -> None:
    before = kinds(house, walk.case)
    assert walk.contacts(**changes).status_code == 400
    assert kinds(house, walk.case) == before


def test_an_officer_may_ask_backward_and_the_ledger_says_so(walk: Walk, house: House) -> None:
    forward, backward = walk.contacts(), walk.contacts(direction="backward")
    assert backward.status_code == 200
    assert "확진자를 감염시켰을 수 있는 사람들입니다." in backward.text
    assert "확진자를 감염시켰을 수 있는 사람들입니다." not in forward.text
    assert [kind for kind in kinds(house, walk.case) if kind.endswith("-searched")][-2:] == [
        "contacts-searched",
        "sources-searched",
    ]
    assert walk.contacts(direction="sideways").status_code == 400


def test_contacts_are_classified_by_the_time_shared(walk: Walk) -> None:
    text = walk.contacts(minutes="0").text
    assert "밀접접촉" in text
