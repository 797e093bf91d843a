"""Print the sheets of a list's venues: one PDF, or a ZIP of one PDF a venue, named by the rows of the list."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeVar

import pypdfium2
from django.db import connection, transaction
from django.db.models.functions import Now

from ansim.business.bulk.task_progress import Progress
from ansim.business.models import PosterOrder, PosterPiece
from ansim.business.posters.press import PrintJob, pressed
from ansim.business.posters.sheets import Office, Printed, Sheet, require_all_printable
from ansim.business.qr import address
from ansim.domain.codes import readable
from ansim.domain.days import VENUE_ZONE
from ansim.domain.retention import POLICY
from ansim.domain.venue_lists import PrintForm
from ansim.locale.fonts import UnprintableError
from ansim.settings.environment import call_number, health_line, office_name

One = TypeVar("One")
PIECE: Final = 1 << 20
_TOGETHER: Final = (
    50  # venues that are set at once for one PDF: quicker, and their fonts stand once in it
)
_NAME_ROOM: Final = 60
_WHEN: Final = (2020, 1, 1, 0, 0, 0)  # in the archive, so that the same sheets give the same bytes
_VENUES: Final = """
    SELECT l.row, coalesce(p.name || ' ', '') || v.name, trim(coalesce(p.name_en || ' ', '') || v.name_en),
           coalesce(nullif(v.address, ''), p.address, ''), c.code, c.issued_at, v.unmanned
    FROM business_venueonlist l
    JOIN business_venue v ON v.id = l.venue_id
    JOIN business_venuecode c ON c.venue_id = v.id AND c.revoked_at IS NULL
    LEFT JOIN business_venue p ON p.id = v.parent_id AND v.parted_at IS NULL
    JOIN business_venuelist t ON t.id = l.venue_list_id
    WHERE l.venue_list_id = %s AND l.row BETWEEN %s AND %s AND (v.closed_at IS NULL OR v.closed_at > now())
        AND (t.business_id IS NULL OR v.business_id = t.business_id)
    ORDER BY l.row, v.id
"""


@dataclass(slots=True)
class _Pieces(io.RawIOBase):
    """A file that is written into the table of pieces as it grows."""

    order: int
    size: int = 0
    _number: int = 0
    _rest: bytearray = field(default_factory=bytearray)

    def writable(self) -> bool:
        return True

    def write(self, given: object) -> int:
        data = bytes(given)  # type: ignore[call-overload]  # any buffer, as every raw file takes
        self._rest += data
        self.size += len(data)
        while len(self._rest) >= PIECE:
            self._keep(PIECE)
        return len(data)

    def end(self) -> None:
        """Write what is left."""
        if self._rest:
            self._keep(len(self._rest))

    def _keep(self, length: int) -> None:
        PosterPiece.objects.create(
            order_id=self.order, number=self._number, content=bytes(self._rest[:length])
        )
        del self._rest[:length]
        self._number += 1


def print_order(order_id: int, progress: Progress) -> None:
    """Make the file of an order, in one transaction: one that is interrupted leaves nothing and is made anew."""
    with transaction.atomic():
        order = PosterOrder.objects.select_for_update().get(pk=order_id)
        if order.ready_at is not None:
            return
        venues, left_out = _printable(order)
        progress.steps(max(len(venues), 1))
        pieces = _Pieces(order.pk)
        if venues:
            made = _zipped if order.form == PrintForm.ZIP else _joined
            made(order, venues, pieces, progress)
        pieces.end()
        order.count, order.size, order.left_out = len(venues), pieces.size, left_out
        order.save(update_fields=["count", "size", "left_out"])
        PosterOrder.objects.filter(pk=order.pk).update(ready_at=Now())


def _printable(order: PosterOrder) -> tuple[list[tuple[int, Printed]], list[dict[str, object]]]:
    """The venues that can be printed, and the rows of the others with the signs that no font has."""
    office, venues, left_out = _office(), [], []
    with connection.cursor() as cursor:
        cursor.execute(_VENUES, [order.venue_list_id, order.first, order.last])
        found = cursor.fetchall()
    for row, name, name_en, place, code, issued_at, unmanned in found:
        printed = _printed(name, name_en, place, code, issued_at)
        one = replace(printed, unmanned=unmanned)
        try:
            require_all_printable(one, office)
        except UnprintableError as error:
            left_out.append({"row": row, "name": name, "signs": list(error.signs)})
        else:
            venues.append((row, one))
    return venues, left_out


def _printed(name: str, name_en: str, place: str, code: str, issued_at: datetime) -> Printed:
    issued = issued_at.astimezone(VENUE_ZONE).date()
    return Printed(name, name_en, place, readable(code), address(code), "", issued)


def _office() -> Office:
    return Office(office_name(), health_line(), call_number(), POLICY.visit_days)


def _zipped(
    order: PosterOrder, venues: Sequence[tuple[int, Printed]], out: _Pieces, progress: Progress
) -> None:
    office, sheet, taken = _office(), Sheet(order.sheet), set[str]()
    jobs = [
        PrintJob(sheet, [venue], office, order.languages, f"{venue.name} QR")
        for _row, venue in venues
    ]
    # Stored: a PDF is packed already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive, closing(pressed(jobs)) as sheets:
        for (row, venue), content in zip(venues, sheets, strict=True):
            name = file_name(row, venue.name)
            if name in taken:  # two venues of one row, as after a file of changes
                name = file_name(row, f"{venue.name} {venue.code_shown}")
            taken.add(name)
            archive.writestr(zipfile.ZipInfo(name, _WHEN), content)
            progress.step()


def _joined(
    order: PosterOrder, venues: Sequence[tuple[int, Printed]], out: _Pieces, progress: Progress
) -> None:
    office, sheet = _office(), Sheet(order.sheet)
    chunks = list(_some_of([venue for _row, venue in venues]))
    jobs = [PrintJob(sheet, some, office, order.languages) for some in chunks]
    whole, parts = pypdfium2.PdfDocument.new(), []
    with closing(pressed(jobs)) as sheets:
        for some, content in zip(chunks, sheets, strict=True):
            part = pypdfium2.PdfDocument(content)
            whole.import_pages(part)
            parts.append(part)  # pages refer to it until the whole is saved
            for _ in some:
                progress.step()
    saved = io.BytesIO()
    whole.save(saved)
    out.write(saved.getbuffer())
    for part in (*parts, whole):
        part.close()


def _some_of(venues: Sequence[One]) -> Iterator[Sequence[One]]:
    for start in range(0, len(venues), _TOGETHER):
        yield venues[start : start + _TOGETHER]


def file_name(row: int, name: str) -> str:
    """`0001-늘봄사우나.pdf`: the row first, so that files lie in the list's order; nothing in it means a folder."""
    plain = "".join(sign if sign.isalnum() or sign in " -_()" else "_" for sign in name)
    return f"{row:04d}-{plain[:_NAME_ROOM].strip()}.pdf"
