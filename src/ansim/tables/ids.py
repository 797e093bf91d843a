"""Ids of a column as numbers: what looks the same is one id, and a missing value is nobody.

Texts are compared tidy (`cells.tidy`). In a column of whole numbers alone 12 and 12.0 are one id, as both sides of a join
may have gone through a program that makes floats of them; 0012 and 12 stay two.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ansim.tables import why
from ansim.tables.cells import as_whole, is_number, is_shortened, names_nothing, tidy
from ansim.tables.errors import TableError
from ansim.tables.why import Why

NOBODY = -1
_EXACT = 2.0**53  # beyond it not every whole number is a float


@dataclass(frozen=True, slots=True)
class Ids:
    """`names[number[row]]` is the id of a row; `number` is NOBODY where there is none, and `why` says why.

    `numeric`: the column holds whole numbers alone.
    """

    names: list[str]
    number: NDArray[np.int32]
    why: dict[int, Why]
    numeric: bool


def same_id(text: str, *, numeric: bool) -> str:
    """An id as it stands in `Ids.names`, of a column that is `numeric` or not."""
    one = tidy(text)
    return as_whole(one) if numeric else one


def read_ids(column: pa.ChunkedArray, name: str, file: str) -> Ids:
    """The ids of a column of texts or numbers. Raises TableError for a column that holds neither."""
    encoded = _as_text(column, name, file).dictionary_encode().combine_chunks()
    texts = [tidy(text) for text in encoded.dictionary.to_pylist()]
    reasons = [_why_none(text) for text in texts]
    numeric = all(
        is_number(text) for text, reason in zip(texts, reasons, strict=True) if reason is None
    )
    numbers: dict[str, int] = {}
    of_text = np.full(len(texts) + 1, NOBODY, np.int32)  # the last for what is missing
    for place, (text, reason) in enumerate(zip(texts, reasons, strict=True)):
        if reason is None:
            one = same_id(text, numeric=numeric)
            of_text[place] = numbers.setdefault(one, len(numbers))
    places = encoded.indices.fill_null(pa.scalar(len(texts), encoded.indices.type)).to_numpy(
        zero_copy_only=False
    )
    number = of_text[places]
    told = {
        int(row): (reasons[places[row]] if places[row] < len(texts) else None) or why.EMPTY
        for row in np.flatnonzero(number == NOBODY)
    }
    return Ids(list(numbers), number, told, numeric)


def _why_none(text: str) -> Why | None:
    if not text:
        return why.EMPTY
    if names_nothing(text):
        return why.NOBODY
    return why.SHORTENED if is_shortened(text) else None


def _as_text(column: pa.ChunkedArray, name: str, file: str) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type):
        column = column.cast(pa.float64())
        # Where numbers are missing pandas and polars write NaN.
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, pa.float64()), column)
        if (pc.max(pc.abs(column)).as_py() or 0.0) >= _EXACT:
            raise TableError(f"{file}: {name} {why.INEXACT.en}")
    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        raise TableError(
            f"{file}: {name} holds {column.type}: wanted text or numbers; write the column as text"
        ) from None
