"""Put places and windows together: which times belong to which venue and rooms."""

import itertools
import re
from collections.abc import Iterator, Sequence

from ansim.domain.exposures.alert import Exposure, ExposureKind, ExposureWindow
from ansim.domain.exposures.brackets import ENDED
from ansim.domain.exposures.clock import UnreadableTimeError, with_halves
from ansim.domain.exposures.groups import (
    Group,
    name_rooms,
    name_rooms_behind_times,
    refuse_hours_for_more,
)
from ansim.domain.exposures.names import is_leg, is_occasion, is_ride, is_trade
from ansim.domain.exposures.places import (
    Place,
    is_behind_address,
    is_part,
    read_place,
    says_nothing,
)
from ansim.domain.exposures.regions import is_branch, is_only_region, may_be_village
from ansim.domain.exposures.tokens import WHEN, Kind, Token
from ansim.domain.exposures.windows import (
    Calendar,
    Span,
    When,
    read_when,
    whole_days,
)

_DAYS_ONLY = {Kind.DATE, Kind.DAY, Kind.NUMBER, Kind.RANGE, Kind.SIGN}


def assemble(pieces: Sequence[Token], calendar: Calendar) -> list[Exposure]:
    """The exposures of an alert's pieces; raises UnreadableTimeError."""
    assembly = _Assembly(calendar)
    pieces = _unbracketed(with_halves(pieces))
    if any(piece.kind is Kind.WORDS and is_ride(piece.text) for piece in pieces):
        pieces = [one for one in pieces if one.kind is not Kind.WORDS or not is_leg(one.text)]
    parts = list(_parts(pieces))
    for position, part in enumerate(parts):
        later = (one for one in parts[position + 1 :] if isinstance(one, Token))
        if isinstance(part, Token) and _is_name_like_a_region(parts, position):
            assembly.name(part.text)
            continue
        named_later = any(one.kind is Kind.WORDS for one in later)
        last = all(
            isinstance(one, Token) and one.kind is Kind.SIGN for one in parts[position + 1 :]
        )
        assembly.take(part, named_later=named_later, last=last)
    return assembly.exposures()


def _is_name_like_a_region(parts: Sequence[Token | list[Token]], position: int) -> bool:
    """Whether words like "아델리" or "누나하동" stand where a venue must, their address behind them.

    Raises UnreadableTimeError where no address tells a venue from a village.
    """
    here, rest = parts[position], parts[position + 1 :]
    words = here.text.strip() if isinstance(here, Token) else ""
    addressed = bool(rest) and isinstance(rest[0], Token) and rest[0].text == ENDED
    if may_be_village(words):
        if not addressed:
            raise UnreadableTimeError(f"{words} may be a venue or a village")
        return True
    before = parts[position - 1] if position else here
    if not words or not is_only_region(words) or not isinstance(before, list):
        return False
    others = [one for one in rest if isinstance(one, list) or one.kind is not Kind.SIGN]
    if addressed and len(others) < 2:
        return len(words) > 2 and all(isinstance(one, list) for one in others)
    if _has_hours(before) and others and isinstance(others[0], list):
        raise UnreadableTimeError(f"{words} may be a venue or a quarter")
    return False


def _has_hours(run: Sequence[Token]) -> bool:
    return any(one.kind is Kind.TIME for one in run)


def _unbracketed(pieces: Sequence[Token]) -> list[Token]:
    """The pieces without brackets that hold the hours of the day before them: "5/3(11시~13시)"."""
    kept: list[Token] = []
    opened = 0
    for position, piece in enumerate(pieces):
        if piece.kind is Kind.OPEN and kept and kept[-1].kind in WHEN:
            rest = itertools.takewhile(
                lambda one: one.kind is not Kind.CLOSE, pieces[position + 1 :]
            )
            if all(one.kind in WHEN or one.kind is Kind.SIGN for one in rest):
                opened += 1
                continue
        if piece.kind is Kind.CLOSE and opened:
            opened -= 1
            continue
        kept.append(piece)
    return kept


_APART = Token(Kind.SIGN)  # between runs: what follows belongs to the next venue


def _parts(pieces: Sequence[Token]) -> Iterator[Token | list[Token]]:
    """Runs of days, times and the signs between them as lists; all else piece by piece."""
    run: list[Token] = []
    named = False
    for piece in pieces:
        if piece.kind in WHEN or (run and piece.kind is Kind.SIGN):
            run.append(piece)
            continue
        if run:
            yield from _split(run) if named and piece.kind is Kind.WORDS else [run]
            run = []
        named |= piece.kind is not Kind.SIGN
        yield piece
    if run:
        yield run


def _split(run: list[Token]) -> Iterator[Token | list[Token]]:
    """A run, its last days apart where they stand behind times and before a venue: "13시~14시, 5/11 별카페"."""
    last = max((at for at, one in enumerate(run) if one.kind not in _DAYS_ONLY), default=-1)
    days = next(
        (at for at in range(last + 1, len(run)) if run[at].kind in {Kind.DATE, Kind.DAY}), 0
    )
    if last < 0 or not days or any(one.kind is Kind.RANGE for one in run[last + 1 : days]):
        yield run
        return
    yield run[:days]
    yield _APART
    yield run[days:]


def _exposure(venue: str, rooms: tuple[str, ...], windows: tuple[ExposureWindow, ...]) -> Exposure:
    kind = ExposureKind.RIDE if is_ride(venue) else ExposureKind.PLACE
    return Exposure(venue, rooms, windows, kind)


class _Assembly:
    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._groups = [Group()]
        self._venue = ""  # the last one named, for rooms that follow
        self._addressed = False  # straight behind an address
        self._inside = False  # in brackets
        self._listing = False  # in brackets that list venues
        self._lost = ""  # words that gave no place, and are not known to say nothing
        self._apart = (
            False  # behind a bracket and a comma: what follows may speak of all that stood before
        )

    def take(self, part: Token | list[Token], *, named_later: bool, last: bool) -> None:
        if part is _APART and self._groups[-1].places:
            self._begin()
        if isinstance(part, Token) and part.kind is Kind.SIGN:
            self._end_name(part)
            return
        apart, self._apart = self._apart, isinstance(part, Token) and part.kind is Kind.CLOSE
        if isinstance(part, list):
            part = self._without_hours_of_the_day_before(part) if named_later else part
            untimed = self._groups[-1].days and not self._groups[-1].windows
            if apart and untimed and not read_when(part, self._calendar, self._days()).spans:
                self._hours_for_all(part)
            else:
                self._when(part, named_later=named_later)
        elif part.kind is Kind.WORDS:
            if re.search(r"\d", part.text) and not re.search(r"[가-힣A-Za-z]", part.text):
                raise UnreadableTimeError(f"{part.text} is neither a day nor a time")
            place = read_place(part.text)
            named = place.venue or place.rooms or says_nothing(part.text)
            self._lost = "" if named else part.text
            self._place(self._behind_address(self._behind_times(place) if last else place))
        elif part.kind is Kind.OPEN:
            group = self._groups[-1]
            named = bool(group.places) and (not group.timed() or group.when_first)
            trade = named and not group.closed and is_trade(group.places[-1].venue)
            self._inside, self._listing = True, trade or (group.when_first and not group.places)
            if trade:
                group.places.pop()
        elif part.kind is Kind.CLOSE:
            self._inside = self._listing = False

    def _end_name(self, sign: Token) -> None:
        group = self._groups[-1]
        self._addressed = sign.text == ENDED
        if self._addressed and group.places:
            group.addressed.add(group.places[-1].venue)

    def name(self, venue: str) -> None:
        """Take words for a venue as they stand."""
        self._place(Place(venue.strip()))

    def _behind_times(self, place: Place) -> Place:
        """A part of a house behind its times, where nothing follows: "솔식당 11:00~12:00 테라스 방문자"."""
        part = is_part(place.venue) or is_behind_address(place.venue)
        if not (self._groups[-1].closed and part) or is_occasion(place.venue):
            return place
        return Place("", (place.venue, *place.rooms))

    def _behind_address(self, place: Place) -> Place:
        """What a house sells, straight behind its name and address, is a part of it: "솔스파(중앙로 4) 헬스장"."""
        places = self._groups[-1].places
        named = bool(places) and not self._groups[-1].closed and bool(places[-1].venue)
        sold = (self._addressed or places[-1].rooms) and is_part(place.venue) if named else False
        behind = named and (self._addressed or places[-1].rooms)
        part = sold or (behind and is_behind_address(place.venue))
        branch = named and self._addressed and is_branch(place.venue)
        if named and self._addressed and place.venue and place.rooms and not part:
            raise UnreadableTimeError(
                f"{place.venue} may be in {places[-1].venue}, or another house"
            )
        self._addressed = False
        if branch or (part and is_occasion(place.venue)):
            return Place("")
        return Place("", (place.venue, *place.rooms)) if part else place

    def exposures(self) -> list[Exposure]:
        found: list[Exposure] = []
        name_rooms(self._groups)
        name_rooms_behind_times(self._groups)
        named = {one.venue for group in self._groups if group.timed() for one in group.places}
        refuse_hours_for_more(self._groups)
        for group in self._groups:
            windows = (
                *group.windows,
                *(() if group.windows or group.lent else whole_days(group.days)),
            )
            if windows and not any(place.venue for place in group.places):
                raise UnreadableTimeError(
                    f"no venue stands by the times from {windows[0].start:%m-%d %H:%M}"
                )
            if windows:
                group.refuse_strays()
                group.refuse_letters()
                found += [
                    _exposure(place.venue, place.rooms, windows)
                    for place in group.places
                    if place.venue
                ]
            elif any(
                place.venue not in named
                and not (group is self._groups[-1] and is_occasion(place.venue))
                for place in group.places
                if place.venue
            ):
                raise UnreadableTimeError(f"no times stand by {group.places[0].venue}")
            elif group.places and found and group.places[0].rooms:
                # A room named behind the times and followed by none belongs to them: "(14일 15:37~17:41, 여탕)".
                last, rooms = found[-1], group.places[0].rooms
                if group.places[0].venue == last.venue:
                    found[-1] = _exposure(
                        last.venue, tuple(dict.fromkeys((*last.rooms, *rooms))), last.windows
                    )
        return found

    def _place(self, place: Place) -> None:
        group = self._groups[-1]
        if place.venue and self._inside and not self._listing:
            return  # what a bracket says of a place ("점심", a trade) names no other
        if place.venue:
            if group.closed or group.continued or (group.timed() and not group.when_first):
                group = self._begin()
            group.places.append(place)
            self._venue = place.venue
            if self._inside:
                group.addressed.add(place.venue)
        elif place.rooms:
            if not group.places or group.closed or (group.timed() and not group.when_first):
                if group.timed() and not (group.when_first and not group.places):
                    group = self._begin()
                    group.continued = True
                group.places.append(Place(self._venue, place.rooms))
            else:
                last = group.places.pop()
                group.places.append(Place(last.venue, (*last.rooms, *place.rooms)))

    def _when(self, run: list[Token], *, named_later: bool) -> None:
        group = self._groups[-1]
        if self._lost and group.closed:
            raise UnreadableTimeError(f"{self._lost} before the times is no name that can be read")
        lender = next((one for one in reversed(self._groups) if one.days), None)
        latest = next((one.windows[-1] for one in reversed(self._groups) if one.windows), None)
        when = read_when(run, self._calendar, lender.days if lender else (), latest)
        own = bool(when.spans)
        if self._inside and len(group.places) > 1 and group.when_first and not group.closed:
            raise UnreadableTimeError(
                f"the hours behind {group.places[-1].venue} may be those of"
                f" {group.places[-2].venue} too"
            )
        another = own or (named_later and bool(group.windows))
        if group.when_first and group.places and another and not self._inside:
            group = self._begin()
        if not own and lender is not None and lender is not group and not lender.windows:
            lender.lent = True
        self._add(group, when)

    def _without_hours_of_the_day_before(self, run: list[Token]) -> list[Token]:
        """The part of a run that begins another day; hours before it go to a house whose own day stands before it."""
        group = self._groups[-1]
        waits = group.when_first and group.places and group.days and not group.windows
        days = (at for at, one in enumerate(run) if one.kind in {Kind.DATE, Kind.DAY})
        at = next((at for at in days if at and run[at - 1].kind is not Kind.RANGE), 0)
        if not (waits and at and run[0].kind is Kind.TIME):
            return run
        self._when(run[:at], named_later=False)
        return run[at:]

    def _days(self) -> list[Span]:
        return next((group.days for group in reversed(self._groups) if group.days), [])

    def _hours_for_all(self, run: list[Token]) -> None:
        """Hours said once behind a list of days: "1관(5/3), 2관(5/4), 10시~16시"."""
        for group in reversed(self._groups):
            if group.windows or not group.places:
                break
            self._add(group, read_when(run, self._calendar, group.days or self._days()))

    def _add(self, group: Group, when: When) -> None:
        if not group.timed() and not group.places:
            group.when_first = True
        elif group.places:
            group.closed = True
        group.windows += when.windows
        group.days += when.spans

    def _begin(self) -> Group:
        self._groups.append(Group())
        return self._groups[-1]
