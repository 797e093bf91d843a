"""All venues and their codes in memory: a province has 50,000, and no check-in waits for a look-up."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
from msgspec import Struct
from psycopg.rows import namedtuple_row

from ansim.domain.categories import Category
from ansim.domain.codes import read_code
from ansim.domain.days import local_day
from ansim.domain.opening import OpeningHours, OpeningHoursError, opening_of
from ansim.domain.quantities import VenueId
from ansim.domain.venue_life import EVENT_MARGIN, CodeEnd, Life, code_is_good
from ansim.visitor.api.problems import VenueName
from ansim.visitor.api.queries import SQL
from ansim.visitor.venues.venues_by_district import Districts
from ansim.visitor.venues.wire import VenuePage

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)

# Changes are asked for again for this long, as transactions commit later than they say.
_OVERLAP: Final = timedelta(seconds=30)
_UNLIMITED: Final = Life()


class PlaceToday(NamedTuple):
    """Where a mobile venue stands on one day."""

    address: str
    latitude: float | None
    longitude: float | None


class Judged(NamedTuple):
    """A visit as far as a code is judged by it: when it began, and the moment at hand; epoch seconds."""

    entered: float
    now: float

    def moments(self) -> tuple[datetime, datetime]:
        """Both in UTC."""
        return datetime.fromtimestamp(self.entered, UTC), datetime.fromtimestamp(self.now, UTC)


class KnownVenue(Struct, frozen=True):
    """A venue or zone as the gateway knows it; `name_json` is the encoded VenueName.

    `life` is None where it has no limits. `over`: it is closed, or its days are past. `places`: of a mobile one, by day.
    """

    id: VenueId
    parent_id: VenueId | None
    business_id: int | None
    name: str
    name_en: str
    category: int
    district: str
    address: str
    latitude: float | None
    longitude: float | None
    hours: OpeningHours | None
    display_secret: bytes | None
    name_json: msgspec.Raw
    updated_at: datetime
    life: Life | None = None
    over: bool = False
    mobile: bool = False
    unmanned: bool = False
    places: Mapping[str, PlaceToday] = MappingProxyType({})


class VenueBook:
    """Venues by code; `load` reads them all, `refresh` what changed since."""

    def __init__(self) -> None:
        self.by_id: dict[int, KnownVenue] = {}
        self._live: dict[str, KnownVenue] = {}
        self._revoked: dict[str, KnownVenue] = {}
        self._ends: dict[str, CodeEnd] = {}  # of codes whose end was set ahead
        self._codes: dict[int, tuple[list[str], list[str]]] = {}
        self._zones: defaultdict[int, set[int]] = defaultdict(set)
        self.districts = Districts()
        self.changes = 0
        """How often it has changed since the start: whoever made something of it compares."""
        self._since = datetime.min.replace(tzinfo=UTC)

    def find(self, code: str, visit: "Judged | None" = None) -> tuple[KnownVenue | None, bool]:
        """The venue of a code and whether the code is refused; (None, False) where nobody was given it.

        Without a visit a code is refused that is revoked at the moment; with one, as `code_is_good` says.
        """
        venue = self._live.get(code)
        if venue is not None:
            return venue, False
        canonical = read_code(code)
        if canonical is None:
            return None, False
        venue = self._live.get(canonical)
        if venue is not None:
            return venue, False
        venue = self._revoked.get(canonical)
        return venue, venue is not None and not self._was_good(canonical, visit)

    def of_device(
        self, number: VenueId, visit: "Judged | None" = None
    ) -> tuple[KnownVenue | None, bool]:
        """The venue of a number and whether none of its codes is good; (None, False) where there is none."""
        venue = self.by_id.get(number)
        live, revoked = self.codes(number)
        good = live or any(self._was_good(code, visit) for code in revoked)
        return venue, venue is not None and not good

    def zones_of(self, number: VenueId) -> set[int]:
        """The numbers of a venue's zones."""
        return self._zones.get(number, set())

    def counted_with(self, number: int) -> list[int]:
        """The venues whose visitors count as one place's: around a venue and its zones, each business for itself."""
        venue = self.by_id[number]
        around = self.by_id.get(venue.parent_id or 0, venue)
        if around.business_id != venue.business_id:
            around = venue
        zones = (self.by_id[zone] for zone in self.zones_of(around.id))
        return [around.id, *(one.id for one in zones if one.business_id == around.business_id)]

    def codes(self, venue: VenueId) -> tuple[list[str], list[str]]:
        """The live and the revoked codes of a venue."""
        return self._codes.get(venue, ([], []))

    async def refresh(self, connection: "psycopg.AsyncConnection[Any]") -> int:
        """Read what changed; the first time, everything. Gives the number of venues read."""
        async with connection.cursor(row_factory=namedtuple_row) as cursor:
            await cursor.execute(SQL["present"])
            present: Any = await cursor.fetchone()
            asked = {"since": self._since, "margin": EVENT_MARGIN}
            await cursor.execute(SQL["venues_changed_since"], asked)
            rows: list[Any] = await cursor.fetchall()
        # By the database's clock, and whatever changed last: a large import is not read again for ever.
        self._since = present.now - _OVERLAP
        changed = [row for row in rows if not self._knows(row)]
        self.changes += bool(changed)
        for row in changed:
            self._put(row)
        for row in changed:  # zones carry their parent's name
            for zone in (row.id, *self._zones.get(row.id, ())):
                self._name(zone)
        return len(changed)

    def page(self, code: str, venue: KnownVenue, now: float | None = None) -> VenuePage:
        """What a visitor at the door sees; without a moment a mobile venue has no place."""
        name = self._shown(venue)
        around = self.by_id.get(venue.parent_id or 0, venue)
        if venue.mobile:
            venue = _standing_at(venue, now)
        return VenuePage(
            code=code,
            name=name.name,
            name_en=name.name_en,
            category=name.category,
            zone=name.zone,
            zone_en=name.zone_en,
            district=venue.district or around.district,
            address=venue.address or around.address,
            latitude=venue.latitude if venue.mobile else _or(venue.latitude, around.latitude),
            longitude=venue.longitude if venue.mobile else _or(venue.longitude, around.longitude),
            opening_hours=venue.hours.stored()[0] if venue.hours else None,
            display_code=venue.display_secret is not None,
        )

    def _knows(self, row: Any) -> bool:
        known = self.by_id.get(row.id)
        return (
            known is not None
            and known.updated_at == row.updated_at
            and known.over == row.over
            and self._codes[row.id] == (row.codes or [], row.revoked or [])
        )

    def _was_good(self, code: str, visit: "Judged | None") -> bool:
        end = self._ends.get(code)
        return visit is not None and end is not None and code_is_good(end, *visit.moments())

    def _put(self, row: Any) -> None:
        venue = KnownVenue(
            id=row.id,
            parent_id=row.parent_id,
            business_id=row.business_id,
            name=row.name,
            name_en=row.name_en or "",
            category=row.category,
            district=row.district or "",
            address=row.address or "",
            latitude=row.latitude,
            longitude=row.longitude,
            hours=_hours(row),
            display_secret=None if row.display_secret is None else bytes(row.display_secret),
            name_json=msgspec.Raw(b"{}"),
            updated_at=row.updated_at,
            life=_life(row),
            over=row.over,
            mobile=row.mobile,
            unmanned=row.unmanned,
            places=_places(row.places),
        )
        former_live, former_revoked = self._codes.get(row.id, ([], []))
        for code in former_live:
            self._live.pop(code, None)
        for code in former_revoked:
            self._revoked.pop(code, None)
        for code in (*former_live, *former_revoked):
            self._ends.pop(code, None)
        self._ends.update(_ends(row.ends))
        self._codes[row.id] = (row.codes or [], row.revoked or [])
        former = self.by_id.get(row.id)
        if former is not None and former.parent_id is not None:
            self._zones[former.parent_id].discard(row.id)
        self.by_id[row.id] = venue
        if row.parent_id is not None:
            self._zones[row.parent_id].add(row.id)

    def _name(self, number: int) -> None:
        venue = self.by_id[number]
        encoded = msgspec.Raw(msgspec.json.encode(self._shown(venue)))
        parent = self.by_id.get(venue.parent_id or 0)
        hours = venue.hours or (parent.hours if parent else None)
        self.districts.place(number, venue.district or (parent.district if parent else ""))
        named = msgspec.structs.replace(venue, name_json=encoded, hours=hours)
        self.by_id[number] = named
        live, revoked = self._codes[number]
        self._live.update(dict.fromkeys(live, named))
        self._revoked.update(dict.fromkeys(revoked, named))

    def _shown(self, venue: KnownVenue) -> VenueName:
        category = _category(venue.category)
        parent = self.by_id.get(venue.parent_id or 0)
        if parent is None:
            return VenueName(venue.name, venue.name_en, category)
        return VenueName(parent.name, parent.name_en, category, venue.name, venue.name_en)


def _life(row: Any) -> Life | None:
    life = Life(row.valid_from, row.valid_until, row.closed_at)
    return None if life == _UNLIMITED else life


def _ends(text: str | None) -> dict[str, CodeEnd]:
    if not text:
        return {}
    moments = msgspec.json.decode(text, type=dict[str, datetime])
    return {code: CodeEnd(moment, graced=True) for code, moment in moments.items()}


def _places(text: str | None) -> Mapping[str, PlaceToday]:
    if not text:
        return MappingProxyType({})
    rows = msgspec.json.decode(text)
    return MappingProxyType({day: PlaceToday(*place) for day, place in rows.items()})


def _standing_at(venue: KnownVenue, now: float | None) -> KnownVenue:
    """A mobile venue at its place of the day; where none was entered, at its own address and at no point."""
    place = None if now is None else venue.places.get(local_day(now).isoformat())
    if place is None:
        return msgspec.structs.replace(venue, latitude=None, longitude=None)
    return msgspec.structs.replace(venue, district="", **place._asdict())


def _or(first: float | None, second: float | None) -> float | None:
    return second if first is None else first


def _category(number: int) -> str:
    try:
        return Category(number).name.lower()
    except ValueError:
        return Category.OTHER.name.lower()


def _hours(row: Any) -> OpeningHours | None:
    try:
        return opening_of(row.opening_hours, row.opening_days)
    except OpeningHoursError as error:  # the other venues are not to suffer
        log.warning("opening hours that cannot be read count as unknown: %s", error)
        return None
