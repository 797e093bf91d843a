"""Places and times that belong together, and what a look over all of them shows."""

from dataclasses import dataclass, field

from ansim.domain.exposures.alert import ExposureWindow
from ansim.domain.exposures.clock import UnreadableTimeError
from ansim.domain.exposures.header import sells
from ansim.domain.exposures.names import is_ride
from ansim.domain.exposures.places import Place, is_part
from ansim.domain.exposures.windows import Span

_SHORT = 3  # a word up to so long may be a part of a house; a longer one has a name of its own


@dataclass
class Group:
    """Places and times that belong together.

    In most alerts the place comes first; in "17일 푸른식당, 18일 별카페" the day does.
    """

    places: list[Place] = field(default_factory=list)
    days: list[Span] = field(default_factory=list)
    windows: list[ExposureWindow] = field(default_factory=list)
    when_first: bool = False
    closed: bool = False  # times stand behind the places: the next venue begins a group of its own
    continued: bool = False  # the venue is the one before; only rooms were named
    addressed: set[str] = field(default_factory=set)  # venues with an address behind them
    lent: bool = False  # a later group of bare hours takes its days from here

    def timed(self) -> bool:
        return bool(self.days or self.windows)

    def refuse_letters(self) -> None:
        """Raise UnreadableTimeError where one letter stands for a venue, and no address behind it."""
        for venue in (place.venue for place in self.places):
            if len(venue) == 1 and venue not in self.addressed:
                raise UnreadableTimeError(f"{venue} is hardly a name of a venue")

    def refuse_strays(self) -> None:
        """Raise UnreadableTimeError where words in a list of venues look like none: "솔식당, 현금결제"."""
        situated = {place.venue for place in self.places if place.situated}
        venues = {place.venue for place in self.places if place.venue} - self.addressed - situated
        if len({place.venue for place in self.places if place.venue}) < 2:
            return
        for venue in sorted(venues):
            if not sells(venue) and not is_ride(venue):
                raise UnreadableTimeError(f"{venue} may be a venue or not: it stands in a list")


def name_rooms(groups: list[Group]) -> None:
    """Rooms with times of their own may stand before their venue: "여탕(5/3), 남탕(5/4) 바다탕"."""
    nameless = [one for one in groups if one.places and not one.places[0].venue]
    venues = [one for one in groups if one.places and one.places[0].venue]
    if nameless and len(venues) == 1 and not venues[0].timed() and not venues[0].places[0].rooms:
        for group in nameless:
            group.places = [Place(venues[0].places[0].venue, one.rooms) for one in group.places]


def name_rooms_behind_times(groups: list[Group]) -> None:
    """Rooms of one house may each stand behind its time: "솔수영장 10:00~11:00 탈의실, 11:10~12:00 매점".

    Raises UnreadableTimeError where what stands there may be another house.
    """
    timed, last = [one for one in groups if one.timed()], groups[-1]
    houses = timed[0].places if timed else []
    shifted = len(timed) > 1 and timed[0].closed and len(houses) == 1
    if not shifted or last.timed() or not last.places or not last.places[0].rooms:
        return
    house = houses[0].venue
    between = [one.places[0] for one in timed[1:] if one.places]
    if any(sells(one.venue) for one in between if one.venue != house):
        return
    others = [one for one in between if one.venue not in ("", house) and not is_part(one.venue)]
    if any(len(one.venue) > _SHORT for one in others):
        return
    if others:
        raise UnreadableTimeError(f"{between[0].venue} may be a part of {house}, or not")
    for group, place in zip(timed, [*between, Place("", last.places[0].rooms)], strict=True):
        named = () if place.venue in ("", house) else (place.venue,)
        group.places = [Place(house, (*named, *place.rooms))]
    groups.pop()


def refuse_hours_for_more(groups: list[Group]) -> None:
    """Raise UnreadableTimeError where the last hours may be meant for all: "솔식당 5/1, 별카페 5/2 12시~13시"."""
    timed = [one for one in groups if one.timed() and one.places]
    if len(timed) < 2 or any(one.when_first or one.windows for one in timed[:-1]):
        return
    if timed[-1].windows and timed[-1].days and not timed[-1].when_first:
        raise UnreadableTimeError(
            f"the hours behind {timed[-1].places[-1].venue} may be those of all before"
        )
