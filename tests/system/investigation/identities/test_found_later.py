"""Somebody whom the same search finds after its warrant was signed; and somebody whom a contact met, not the case."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest

from support.house import House
from support.patience import until
from support.scene import Scene, sign_up, visit
from support.walk import Walk, numbers_of, ref_of

_numbers = count(1)
_BOOKS = "오름 책방"


@dataclass
class Afternoon:
    """A case with one contact, who was at a bookshop afterwards; and who may come later."""

    house: House
    scene: Scene
    people: dict[str, bytes]
    hall: int
    books: int
    walk: Walk

    def enter(self, name: str, venue: int, after: int, minutes: int) -> None:
        at = self.scene.noon + timedelta(minutes=after)
        visit(self.house.system, self.people[name], venue, at, minutes)

    def found(self, many: int, **changes: str) -> str:
        """The page of contacts, once the tracer has taken in that there are so many."""
        pages = []

        def seen() -> bool:
            pages.append(self.walk.contacts(anew="1", **changes))
            return len(numbers_of(pages[-1])) == many

        until(seen, f"the search finds {many}")
        return str(pages[-1].text)


@pytest.fixture
def afternoon(walk_of: Callable[[str, date], Walk], house: House, scene: Scene) -> Afternoon:
    from ansim.business.models import Venue
    from ansim.domain.categories import Category

    phones = {name: f"010-0000-07{next(_numbers):02}" for name in ("서도현", "문가온", "윤하람")}
    people = {name: sign_up(house.system, name, phone) for name, phone in phones.items()}
    hall, books = (
        Venue.objects.create(name=name, category=Category.EVENT, phone="064-000-0000").id
        for name in ("너른 마당", _BOOKS)
    )
    walk = walk_of(phones["서도현"], scene.noon.date())
    made = Afternoon(house, scene, people, hall, books, walk)
    made.enter("서도현", hall, 0, 60)
    made.enter("문가온", hall, 0, 40)
    made.found(1)
    return made


def test_whom_the_search_finds_after_the_signing_no_warrant_names(afternoon: Afternoon) -> None:
    walk = afternoon.walk
    walk.approve(ref_of(walk.ask()))
    afternoon.enter("윤하람", afternoon.hall, 20, 30)
    afternoon.found(2)
    (later,) = {*numbers_of(walk.contacts())} - {1}
    for chosen in ((later,), (1, later)):
        for way in ("all", "list", ""):
            refused = walk.choose(*chosen, way=way)
            assert refused.status_code == 400
            assert f"서명된 뒤에 찾은 접촉자입니다: {later}." in refused.text
    opened = walk.names(1)
    assert "문가온" in opened.text
    assert "윤하람" not in opened.text
    assert walk.list_of(1).status_code == 200
    walk.approve(ref_of(walk.ask()))
    assert "윤하람" in walk.names(1, later).text


def test_where_and_when_a_contact_met_somebody_stands_on_no_page(afternoon: Afternoon) -> None:
    walk = afternoon.walk
    afternoon.enter("문가온", afternoon.books, 197, 50)
    afternoon.enter("윤하람", afternoon.books, 197, 50)
    page = afternoon.found(2, degrees="2")
    (further,) = {*numbers_of(walk.contacts(degrees="2"))} - {1}
    day = f"{afternoon.scene.noon:%m-%d}"
    row = next(one for one in page.split("<tr>") if f"<b>접촉자 {further}</b>" in one)
    cells = dict(re.findall(r'data-head="([^"]+)">(.*?)</td>', row))
    told = {name: re.sub(r"<[^>]+>", "", cell) for name, cell in cells.items()}
    assert (told["차수"], told["처음"], told["경로"]) == ("2", day, "접촉자 1")
    assert {told[one] for one in ("함께 머문 시간", "횟수", "마지막", "처음 겹친 장소")} == {""}
    assert f"접촉자 {further}, {day}" in page
    walk.approve(ref_of(walk.ask(degrees="2")))
    listed = walk.list_of(1, further, degrees="2")
    shown = [walk.show(listed, number) for number in (1, 2)]
    opened = walk.names(1, further, degrees="2")
    assert "윤하람" in opened.text
    for one in (page, listed.text, opened.text, *(answer.text for answer in shown)):
        assert _BOOKS not in one
        assert "15:17" not in one
        assert "16:07" not in one
