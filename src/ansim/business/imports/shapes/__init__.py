"""The shapes of lists that are known, told apart by their columns: a module each, with the same names in it.

COLUMNS must be there, MORE may be; `venue` makes a venue of a row. A new list is a new module here and a line in SHAPES.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from ansim.business.imports.shapes import (
    mask_stores,
    numbered,
    numbered_korean,
    own,
    register,
    visit_jeju,
)
from ansim.business.imports.venue_rows import Cells, VenueRow


class Shape(Protocol):
    """A module of this room."""

    @property
    def COLUMNS(self) -> Sequence[str]:  # noqa: N802 as a module names it
        """Headings that must be there."""

    @property
    def MORE(self) -> Sequence[str]:  # noqa: N802
        """Headings that may be."""

    @property
    def venue(self) -> Callable[[Cells], VenueRow]:
        """The venue of a row. Raises RefusedCellError, SetAsideError."""


SHAPES: tuple[Shape, ...] = (register, mask_stores, visit_jeju, own)
HEAD_OFFICE_SHAPES: tuple[Shape, ...] = (numbered_korean, numbered)
"""Lists of a business's own venues, each with a number of its own."""


def shape_of(headings: Sequence[str], shapes: Sequence[Shape] = SHAPES) -> Shape | None:
    """The first shape all of whose columns are there."""
    return next((shape for shape in shapes if set(shape.COLUMNS) <= set(headings)), None)


def wanted(headings: Sequence[str], shapes: Sequence[Shape] = SHAPES) -> Sequence[str] | None:
    """The columns to read of a list with these headings; None where it has no known shape."""
    if (shape := shape_of(headings, shapes)) is None:
        return None
    return [*shape.COLUMNS, *(one for one in shape.MORE if one in headings)]


def superseded(shape: Shape, rows: Sequence[tuple[int, Mapping[str, str]]]) -> frozenset[int]:
    """Rows that the same list says again in a later state; only the register dates its rows."""
    return register.superseded(rows) if shape is register else frozenset()
