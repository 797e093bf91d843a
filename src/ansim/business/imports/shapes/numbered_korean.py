"""The same list under Korean headings, as the template of the portal has them."""

from dataclasses import replace

from ansim.business.imports.shapes import numbered
from ansim.business.imports.venue_rows import Cells, RefusedCellError, VenueRow

HEADINGS = {
    "external_id": "점포번호",
    "name": "상호",
    "category": "업종",
    "kind": "시설 종류",
    "address": "주소",
    "latitude": "위도",
    "longitude": "경도",
    "name_en": "영문 상호",
    "district": "읍면동",
    "phone": "전화번호",
}
COLUMNS = tuple(HEADINGS[column] for column in numbered.COLUMNS)
MORE = tuple(HEADINGS[column] for column in numbered.MORE)


def venue(cells: Cells) -> VenueRow:
    """A venue; what is amiss is told under the file's own headings."""
    known = {column: cells.values.get(heading, "") for column, heading in HEADINGS.items()}
    inner = Cells(cells.row, known)
    try:
        row = numbered.venue(inner)
    except RefusedCellError as refusal:
        raise RefusedCellError(HEADINGS[refusal.column], refusal.value, refusal.why) from None
    cells.notes += [replace(note, column=HEADINGS[note.column]) for note in inner.notes]
    return row
