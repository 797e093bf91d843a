"""Files of card payments and base stations: each row becomes a stay, or is refused with its reason.

The account holds by its making: rows in are stays and refused rows.
"""

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language

from ansim.business.models import Venue
from ansim.domain.days import VENUE_ZONE
from ansim.domain.notification import CaseBounds
from ansim.domain.quantities import VenueId
from ansim.domain.stays_by_hand import LONGEST as LONGEST_STAY
from ansim.domain.stays_by_hand import Source, TypedStay
from ansim.investigation.itinerary.forms import venues_read
from ansim.tables import Why
from ansim.tables.moments import read_moment
from ansim.tables.reading import one_of_each, read_table

AROUND: Final = 1800  # seconds before and after a moment that is no span: when a card was used, one was about there
LARGEST: Final = 1 << 20
MOST_ROWS: Final = 200
_VENUE: Final = ("가맹점명", "상호", "사업장", "장소", "venue", "name")
_START: Final = ("승인일시", "거래일시", "이용일시", "시작", "시각", "from", "start", "time")
_END: Final = ("종료", "끝", "until", "end")
_ADDRESS: Final = ("주소", "가맹점주소", "address")
COLUMNS: Final = "가맹점명, 승인일시 (종료, 주소) / venue, from (until, address)"

NO_SUCH = Why("이 이름의 사업장이 없습니다", "no venue has that name")
SEVERAL = Why(
    "이 이름의 사업장이 여럿입니다. 주소를 적거나 직접 추가해 주세요",
    "several venues have that name: give the address, or add it by hand",
)
OUTSIDE = Why(
    "신고로 열린 기간 밖이거나 아직 오지 않은 시각입니다",
    "lies outside of what the notification opened, or is yet to come",
)
BACKWARD = Why(
    "끝이 시작보다 이르거나 이틀을 넘습니다", "ends before it begins, or lasts over two days"
)
TOO_MANY_ROWS = Why("한 번에 200행까지 읽습니다", "is beyond the 200 rows that are read at a time")


@dataclass(frozen=True, slots=True)
class RowWithoutStay:
    """A row that made no stay: its number in the file, and why in the reader's language."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class StayFile:
    """What a file gave."""

    stays: list[TypedStay]
    refused: list[RowWithoutStay]

    @property
    def rows(self) -> int:
        """How many came in."""
        return len(self.stays) + len(self.refused)


def stays_of_file(upload: "UploadedFile[bytes]", source: Source, bounds: CaseBounds) -> StayFile:
    """The stays of an uploaded table. Raises TableError where it is none, or lacks the columns."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ("table" + Path(upload.name or "").suffix[:6])
        file.write_bytes(upload.read())
        wanted = one_of_each(_VENUE, _START, also=(*_END, *_ADDRESS))
        table = read_table(file, wanted, COLUMNS)
        rows = list(table.rows())
    refused = [RowWithoutStay(note.row, _told(note.why)) for note in table.refused]
    known = _venues_of(_cell(cells, _VENUE) for _number, cells in rows)
    stays = []
    for place, (number, cells) in enumerate(rows):
        made = TOO_MANY_ROWS if place >= MOST_ROWS else _stay(cells, known, source, bounds)
        if isinstance(made, TypedStay):
            stays.append(made)
        else:
            refused.append(RowWithoutStay(number, _told(made)))
    return StayFile(stays, sorted(refused, key=lambda one: one.row))


def _stay(
    cells: Mapping[str, str],
    known: Mapping[str, list[Venue]],
    source: Source,
    bounds: CaseBounds,
) -> TypedStay | Why:
    found = known.get(_cell(cells, _VENUE).casefold(), [])
    if len(found) > 1 and (address := _cell(cells, _ADDRESS)):
        found = [one for one in found if one.address and _same_place(one.address, address)]
    if len(found) != 1:
        return SEVERAL if found or known.get(_cell(cells, _VENUE).casefold()) else NO_SUCH
    start = read_moment(_cell(cells, _START), VENUE_ZONE)
    if isinstance(start, Why):
        return start
    first, last = start.start - AROUND, start.start + AROUND
    if written := _cell(cells, _END):
        end = read_moment(written, VENUE_ZONE)
        if isinstance(end, Why):
            return end
        first, last = start.start, end.start
    if not first < last <= first + LONGEST_STAY:
        return BACKWARD
    if not bounds.hold(first, last, back=True) or last > time.time():
        return OUTSIDE
    return TypedStay(
        venue=VenueId(found[0].pk),
        start=first,
        end=last,
        source=source,
        confidence="sure" if written else "likely",
    )


def _venues_of(names: Iterable[str]) -> dict[str, list[Venue]]:
    """The venues of these names, by name in small letters."""
    wanted = {name for name in names if name}
    found: dict[str, list[Venue]] = defaultdict(list)
    for venue in venues_read().filter(name__in=wanted):
        found[venue.name.casefold()].append(venue)
    return found


def _cell(cells: Mapping[str, str], names: Iterable[str]) -> str:
    return next((cells[one] for one in names if one in cells), "")


def _same_place(one: str, other: str) -> bool:
    return one in other or other in one


def _told(why: Why) -> str:
    return why.ko if (get_language() or "ko").startswith("ko") else why.en
