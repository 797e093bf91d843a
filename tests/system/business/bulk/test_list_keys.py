"""The numbers of a list are its own: another list's same number is another venue, and closes nothing here"""

from typing import Any

from support.house import Browser
from support.lists import read, send, take_in

OWN = "external_id,name,category,latitude,longitude\n"


def brought(clerk: Browser, name: str, *rows: str) -> Any:
    content = (OWN + "\n".join(rows) + "\n").encode()
    return read(send(clerk, "/lists/new", content, reach="whole", name=name))


def row(number: int | str, name: str, north: float = 33.4) -> str:
    return f"{number},{name},CAFE,{north},126.5"


def keys(*names: str) -> dict[str, str]:
    from ansim.business.models import Venue

    return dict(Venue.objects.filter(name__in=names).values_list("name", "external_id"))


def test_two_lists_with_the_same_numbers_have_their_own_venues(clerk: Browser) -> None:
    one = brought(clerk, "하나", row(1, "첫 카페"), row(2, "둘째 카페"))
    take_in(clerk, one)
    two = brought(clerk, "둘", row(1, "다른 카페", 33.3), row(3, "셋째 카페", 33.3))
    assert two.counts == {"added": 2}
    take_in(clerk, two)
    assert keys("첫 카페", "다른 카페") == {
        "첫 카페": f"l{one.venue_list_id}:1",
        "다른 카페": f"l{two.venue_list_id}:1",
    }
    later = brought(clerk, "둘", row(3, "셋째 카페", 33.3))
    assert later.counts == {"unchanged": 1, "missing": 1}
    assert later.rows.get(fate="missing").name == "다른 카페"
    assert brought(clerk, "하나", row(1, "첫 카페"), row(2, "둘째 카페")).counts == {"unchanged": 2}


def test_a_refused_row_keeps_its_venue_from_being_missed(clerk: Browser) -> None:
    take_in(clerk, brought(clerk, "하나", row(1, "첫 카페"), row(2, "둘째 카페")))
    later = brought(clerk, "하나", row(1, "첫 카페"), "2,둘째 카페,CAFE,?,126.5")
    assert later.counts == {"unchanged": 1, "refused": 1}


def test_numbers_of_an_older_release_go_to_the_list_that_has_them(clerk: Browser) -> None:
    """They stood as own:NUMBER for every list; so the first list that is brought in takes over what it has."""
    from ansim.business.models import Venue, VenueOnList

    one = brought(clerk, "하나", row(1, "첫 카페"), row(2, "둘째 카페"))
    take_in(clerk, one)
    two = brought(clerk, "둘", row(9, "아홉째 카페", 33.3))
    take_in(clerk, two)
    for number in (1, 2):
        Venue.objects.filter(external_id=f"l{one.venue_list_id}:{number}").update(
            external_id=f"own:{number}"
        )
    # Both lists named number 1 then, and the second took it for its own.
    shared = Venue.objects.get(external_id="own:1")
    VenueOnList.objects.create(venue_list=two.venue_list, venue=shared, row=3)
    later = brought(clerk, "둘", row(9, "아홉째 카페", 33.3))
    assert later.counts == {"unchanged": 1}, "what another list has as well is not to be closed"
    later = brought(clerk, "하나", row(1, "첫 카페"), row(2, "둘째 카페 새로"))
    assert later.counts == {"unchanged": 1, "changed": 1}
    take_in(clerk, later)
    assert keys("첫 카페", "둘째 카페 새로") == {
        "첫 카페": f"l{one.venue_list_id}:1",
        "둘째 카페 새로": f"l{one.venue_list_id}:2",
    }
    later = brought(clerk, "둘", row(1, "이제 우리 것", 33.3), row(9, "아홉째 카페", 33.3))
    assert later.counts == {"added": 1, "unchanged": 1}


def test_a_venue_of_the_command_is_a_lists_own_where_its_name_is_the_same(clerk: Browser) -> None:
    from ansim.business.models import Venue

    given = {"category": 2, "latitude": 33.4, "longitude": 126.5}
    for number, name in ((71, "같은 이름"), (72, "다른 이름")):
        Venue.objects.create(name=name, external_id=f"own:{number}", **given)
    upload = brought(clerk, "명령", row(71, "같은 이름"), row(72, "새 이름"))
    assert upload.counts == {"changed": 1, "added": 1}  # its kind of facility is new
    take_in(clerk, upload)
    assert keys("같은 이름", "다른 이름") == {
        "같은 이름": f"l{upload.venue_list_id}:71",
        "다른 이름": "own:72",
    }
