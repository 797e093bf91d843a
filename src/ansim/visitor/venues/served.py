"""The signed directories that this gateway serves, made from its venue book when it changed or a period turned."""

import asyncio
from typing import NamedTuple

from ansim.visitor.venues.directory import (
    PERIOD,
    Content,
    DirectorySigner,
    ListedVenue,
    Signed,
    code_key,
    content,
)
from ansim.visitor.venues.venue_book import VenueBook
from ansim.visitor.venues.wire import VenuePage

_BIG = 300  # rows; hashing and encoding more would hold check-ins up for over a millisecond


class _Entry(NamedTuple):
    page: VenuePage
    over: bool
    live: list[str]
    revoked: list[str]


class Directories:
    """Directories by district."""

    def __init__(self, book: VenueBook, signer: DirectorySigner) -> None:
        self._book, self._signer = book, signer
        self._contents: dict[str, Content] = {}
        self._signed: dict[str, tuple[str, int, Signed]] = {}
        self._lock = asyncio.Lock()

    @property
    def key(self) -> dict[str, str]:
        """The public key (JWK) that checks them."""
        return self._signer.public

    async def contents(self) -> list[Content]:
        """All directories as the venues are at this moment, by district."""
        async with self._lock:
            changed = self._book.districts.take_changed()
            try:
                await self._build(changed)
            except BaseException:
                self._book.districts.put_back(changed)
                raise
        return [self._contents[district] for district in sorted(self._contents)]

    async def signed(self, district: str, now: float) -> Signed | None:
        """One directory as it is sent; None where there is no such district."""
        await self.contents()
        found = self._contents.get(district)
        if found is None:
            return None
        version, period, signed = self._signed.get(district, ("", -1, None))
        if signed is None or (version, period) != (found.version, int(now) // PERIOD):
            if len(found.venues) > _BIG:
                signed = await asyncio.to_thread(self._signer.sign, found, now)
            else:
                signed = self._signer.sign(found, now)
            self._signed[district] = (found.version, int(now) // PERIOD, signed)
        return signed

    async def _build(self, changed: set[str]) -> None:
        entries = {district: self._entries(district) for district in changed}
        if sum(map(len, entries.values())) > _BIG:
            built = await asyncio.to_thread(_contents, entries)
        else:
            built = _contents(entries)
        for one in built:
            if one.venues or one.revoked or one.closed:
                self._contents[one.district] = one
            else:
                self._contents.pop(one.district, None)

    def _entries(self, district: str) -> list[_Entry]:
        book = self._book
        venues = [book.by_id[number] for number in book.districts.members(district)]
        return [
            _Entry(book.page("", venue), venue.over, *map(list, book.codes(venue.id)))
            for venue in venues
        ]


def _contents(entries: dict[str, list[_Entry]]) -> list[Content]:
    return [
        content(
            district,
            [_row(one.page, code) for one in found if not one.over for code in one.live],
            [code_key(code) for one in found for code in one.revoked],
            [code_key(code) for one in found if one.over for code in one.live],
        )
        for district, found in entries.items()
    ]


def _row(page: VenuePage, code: str) -> ListedVenue:
    name = f"{page.name} {page.zone}" if page.zone else page.name
    name_en = f"{page.name_en} {page.zone_en}".strip() if page.zone_en else page.name_en
    return ListedVenue(code_key(code), name, name_en, page.category, page.latitude, page.longitude)
