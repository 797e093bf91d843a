"""The signed files of the exposure feed, made from what officers published and the codes of those venues.

Everybody is sent the same bytes, and every gateway makes them: entries and padding follow from the rows and the key, and
Ed25519 uses no randomness.
"""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ansim.domain.exposure_feed import (
    FEED_DAYS,
    MOST_ENTRIES,
    SLOT,
    Advice,
    DiseaseGroup,
    Guidance,
    Slot,
    days_in_feed,
    entry,
    graver,
    padded,
    slots_of,
)
from ansim.domain.quantities import EpochSeconds, VenueId
from ansim.visitor.api import functions
from ansim.visitor.api.functions import Pool
from ansim.visitor.api.sealed_texts import to_base64url
from ansim.visitor.api.signed_files import FileSigner
from ansim.visitor.venues.venue_book import VenueBook

log = logging.getLogger(__name__)

PERIOD: Final = 3600  # the list of days is signed anew at most every hour
LIFETIME: Final = 48 * 3600  # after which a phone no longer trusts what it holds


class Published(NamedTuple):
    """An exposure that stands: a venue, a window of whole slots in epoch seconds, and what is told."""

    venue: int
    start: EpochSeconds
    end: EpochSeconds
    advice: int
    group: int


class SignedFile(NamedTuple):
    """A file as it is sent, with its ETag."""

    text: bytes
    etag: str


class _Meant(NamedTuple):
    """An exposure with the codes that visitors of it may hold."""

    published: Published
    codes: tuple[str, ...]


class _MadeOf(NamedTuple):
    """What the files at hand were made of."""

    rows: tuple[Published, ...]
    book: int
    today: date


class ExposureFeed:
    """The list of days, and a file for each; `refresh` reads what stands, the rest is made when it is asked for."""

    def __init__(self, book: VenueBook, private: Ed25519PrivateKey) -> None:
        self._book = book
        self._signer = FileSigner(private, "ansim-exposures+jws")
        self._padding = hmac.digest(
            private.private_bytes_raw(), b"ansim exposure padding v1", "sha256"
        )
        self._rows: tuple[Published, ...] = ()
        self._days: dict[str, tuple[str, SignedFile]] = {}
        self._made_of: _MadeOf | None = None
        self._listing: tuple[int, SignedFile] | None = None
        self._lock = asyncio.Lock()

    @property
    def key(self) -> dict[str, str]:
        """The public key (JWK) that checks the files."""
        return self._signer.public

    async def refresh(self, pool: Pool) -> None:
        """Read what officers published. Raises psycopg.Error."""
        rows = tuple(
            Published(*row) for row in await functions.call_all(pool, "published_exposures")
        )
        if rows != self._rows:
            self._rows = rows

    async def listing(self, now: float) -> SignedFile:
        """The signed list of the days with the version of each one's file."""
        await self._make(now)
        period = int(now) // PERIOD * PERIOD
        if self._listing and self._listing[0] == period:
            return self._listing[1]
        versions = [(day, version) for day, (version, _file) in self._days.items()]
        text = self._signer.sign(
            {
                "issued_at": datetime.fromtimestamp(period, UTC),
                "expires_at": datetime.fromtimestamp(period + LIFETIME, UTC),
                "slot_seconds": SLOT,
                "feed_days": FEED_DAYS,
                "days": versions,
            }
        )
        listed = SignedFile(text, f'"{hashlib.sha256(text).hexdigest()[:20]}"')
        self._listing = (period, listed)
        return listed

    async def of_day(self, day: str, now: float) -> SignedFile | None:
        """The signed file of a day as the list writes it; None of what it does not name."""
        await self._make(now)
        found = self._days.get(day)
        return found[1] if found else None

    async def _make(self, now: float) -> None:
        """Make the files anew where the rows, a venue or its codes, or the day at hand changed."""
        async with self._lock:
            days = days_in_feed(now)
            wanted = _MadeOf(self._rows, self._book.changes, days[-1])
            made = self._made_of
            if made and made.rows is wanted.rows and made[1:] == wanted[1:]:
                return
            meant = [_Meant(row, self._codes(VenueId(row.venue))) for row in wanted.rows]
            # HMACs and signatures of a full feed take a good part of a second.
            self._days = await asyncio.to_thread(self._files, meant, days)
            self._made_of, self._listing = wanted, None

    def _codes(self, venue: VenueId) -> tuple[str, ...]:
        """Every code that visitors of the venue may hold: its own and those of its zones, revoked ones too."""
        if venue not in self._book.by_id:
            return ()
        owner = self._book.by_id[venue].business_id
        zones = map(VenueId, sorted(self._book.zones_of(venue)))
        places = [venue, *(one for one in zones if self._book.by_id[one].business_id == owner)]
        return tuple(code for one in places for codes in self._book.codes(one) for code in codes)

    def _files(
        self, meant: Iterable[_Meant], days: Iterable[date]
    ) -> dict[str, tuple[str, SignedFile]]:
        entries = _entries(meant)
        return {day.isoformat(): self.file_of(day, entries.get(day, {})) for day in days}

    def file_of(
        self, day: date, told: Mapping[tuple[str, Slot], Guidance]
    ) -> tuple[str, SignedFile]:
        """The version and the signed file of a day on which that is told by code and slot."""
        if len(told) > MOST_ENTRIES:
            log.error("more exposures of one day than the feed holds: %d entries", len(told))
        packed = padded((entry(*place, what) for place, what in told.items()), day, self._padding)
        version = hashlib.sha256(packed).hexdigest()[:16]
        text = self._signer.sign({"day": day, "version": version, "entries": to_base64url(packed)})
        return version, SignedFile(text, f'"{version}-{self.key["kid"][:6]}"')


def _entries(meant: Iterable[_Meant]) -> dict[date, dict[tuple[str, Slot], Guidance]]:
    """What is told by code and slot, by day."""
    found: dict[date, dict[tuple[str, Slot], Guidance]] = {}
    for (_venue, start, end, advice, group), codes in meant:
        told = Guidance(Advice(advice), DiseaseGroup(group))
        for slot in slots_of(start, end):
            of_day = found.setdefault(slot.day, {})
            for code in codes:
                before = of_day.get((code, slot))
                of_day[code, slot] = graver(before, told) if before else told
    return found
