"""Read a file that was handed in: its rows go into the upload's table, its bytes go."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from ansim.business.bulk import list_limits, list_statements
from ansim.business.bulk.comparing import compare
from ansim.business.bulk.licence_choices import chosen_licences
from ansim.business.bulk.task_progress import Progress
from ansim.business.imports import (
    VenueFile,
    VenueRow,
    read_head_office_file,
    read_venue_file,
    short_key,
)
from ansim.business.imports.shapes import HEAD_OFFICE_SHAPES
from ansim.business.models import Upload, UploadContent, VenueList
from ansim.domain.venue_lists import Fate, UploadState
from ansim.tables import RowNote, TableError, UnknownColumnsError, Why

_LICENCE_LIMIT: Final = 100
_MOST_LICENCES: Final = 200
_COLUMNS: Final = (
    "upload_id",
    "row",
    "said",
    "fate",
    "external_id",
    "name",
    "name_en",
    "category",
    "address",
    "district",
    "latitude",
    "longitude",
    "phone",
    "kind_of_site",
    "licence",
    "before",
    "reasons",
    "cells",
    "findings",
)
_UNREADABLE: Final = (
    "표로 읽을 수 없는 파일입니다. 점포번호, 상호, 업종 열이 첫 줄에 있는 목록이나 인허가 파일을 CSV(UTF-8) 또는 XLSX로"
    " 저장해 다시 올려 주세요."
)
_LACKING: Final = Why(
    "첫 줄의 열 제목에 {missing} 열이 없습니다. 지금 제목은 {found}입니다."
    " 제목을 고쳐 다시 올려 주세요. 나머지 열은 그대로 두셔도 됩니다.",
    "The first line has no column {missing}. It names {found}."
    " Name the columns so and bring the file again; others may stay.",
)
_HEADINGS_SHOWN: Final = 200
_TOO_LONG: Final = Why(
    "{found:,}행입니다. 한 번에 {most:,}행까지 올릴 수 있으니 나누어 올려 주세요.",
    "The file has {found:,} rows and at most {most:,} can be brought in at once: split it.",
)


def read(upload_id: int, progress: Progress) -> None:
    """Read the file and compare it, in one transaction: the upload is READY then, or FAILED with what to do."""
    with transaction.atomic():
        upload = Upload.objects.select_related("venue_list").get(pk=upload_id)
        progress.steps(3)
        content = bytes(UploadContent.objects.get(pk=upload_id).content)
        UploadContent.objects.filter(pk=upload_id).delete()
        try:
            file = _read(content, head_office=upload.venue_list.business_id is not None)
        except UnknownColumnsError as error:
            _fail(upload, _lacking(error, head_office=upload.venue_list.business_id is not None))
            return
        except TableError as error:
            _fail(upload, Why(_UNREADABLE, f"{error}"))
            return
        if len(file) > list_limits.most_rows():
            _fail(upload, _TOO_LONG.of(found=len(file), most=list_limits.most_rows()))
            return
        progress.step()
        _store(upload, file)
        progress.step()
        upload.rows_in, upload.language = len(file), file.language
        upload.unknown_licences = _cut(file.unknown_licences)
        upload.remarks = [str(remark) for remark in file.remarks]
        upload.save(update_fields=["rows_in", "language", "unknown_licences", "remarks"])
        compare(upload)
        progress.step()


def _read(content: bytes, *, head_office: bool) -> VenueFile:
    with tempfile.TemporaryDirectory(prefix="ansim-list-") as folder:
        path = Path(folder) / "list"
        path.write_bytes(content)
        if head_office:
            return read_head_office_file(path)
        return read_venue_file(path, chosen=chosen_licences())


def _lacking(error: UnknownColumnsError, *, head_office: bool) -> Why:
    """What the first line lacks, of the list that it is most like."""
    if not head_office or not error.headings:
        return Why(_UNREADABLE, f"{error}")
    known = {heading.casefold() for heading in error.headings}
    missing = min(
        ([one for one in shape.COLUMNS if one not in known] for shape in HEAD_OFFICE_SHAPES),
        key=len,
    )
    found = ", ".join(error.headings)[:_HEADINGS_SHOWN]
    return _LACKING.of(missing=", ".join(missing), found=found)


def _fail(upload: Upload, why: Why) -> None:
    upload.state, upload.trouble = UploadState.FAILED, [why.ko, why.en[:1000]]
    upload.save(update_fields=["state", "trouble"])


def _cut(kinds: Mapping[str, int]) -> dict[str, int]:
    """The kinds by the length of name in which a row keeps them; of a file that names thousands the most frequent."""
    found: Counter[str] = Counter()
    for name, count in kinds.items():
        found[name[:_LICENCE_LIMIT]] += count
    return dict(found.most_common(_MOST_LICENCES))


def _store(upload: Upload, file: VenueFile) -> None:
    names = ", ".join(_COLUMNS)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY business_uploadrow ({names}) FROM STDIN") as copy,
    ):
        for row in _rows(upload, file):
            copy.write_row((upload.pk, *row))


def _rows(upload: Upload, file: VenueFile) -> Iterator[Sequence[Any]]:
    """Of each row: its number, what is said, the fate that stands until it is compared, and its values."""
    told = _told(upload, file, file.noted)
    for one in file.rows:
        yield (
            one.row,
            "venue",
            Fate.ADDED,
            *_venue(one, upload.venue_list),
            *_json(told.get(one.row), None),
        )
    for aside in file.set_aside:
        said = "ended" if aside.ended else "aside"
        more = {"ko": aside.more.ko, "en": aside.more.en} if aside.more else {}
        reasons = [{"aside": aside.why.value, **more}]
        yield (aside.row, said, Fate.ASIDE, *_nothing(aside.key), *_json(reasons, None))
    refused = _told(upload, file, file.refused)
    for row, reasons in refused.items():
        cells = file.cells.get(row)
        key = _key(cells, upload.venue_list) if cells else ""
        yield (row, "refused", Fate.REFUSED, *_nothing(key), *_json(reasons, cells))


def _venue(one: VenueRow, venue_list: VenueList) -> Sequence[Any]:
    return (
        own_key(one.number, venue_list) if one.number else one.external_id,
        one.name,
        one.name_en,
        int(one.category),
        one.address,
        one.district,
        one.latitude,
        one.longitude,
        one.phone,
        one.kind.value if one.kind else "",
        one.unknown_licence[:_LICENCE_LIMIT],
    )


def own_key(number: str, venue_list: VenueList) -> str:
    """The key of a venue by the number that its own list has for it; no other business and no other list names it."""
    return short_key(f"{list_statements.key_prefix(venue_list)}{number}")


def _key(cells: Mapping[str, str], venue_list: VenueList) -> str:
    """The key that a refused row names, so that its venue is not taken for missing."""
    if licence := cells.get("관리번호"):
        return short_key(f"register:{licence}") if venue_list.business_id is None else ""
    number = cells.get("점포번호") or cells.get("external_id") or ""
    return own_key(number, venue_list) if number else ""


def _nothing(key: str) -> Sequence[Any]:
    return (key, "", "", None, "", "", None, None, None, "", "")


def _json(reasons: Any, cells: Any) -> Sequence[Any]:
    """The columns behind the licence: before, reasons, cells, findings."""
    told = json.dumps(reasons or [], ensure_ascii=False)
    kept = None if cells is None else json.dumps(dict(cells), ensure_ascii=False)
    return ("{}", told, kept, "[]")


def _told(
    upload: Upload, file: VenueFile, notes: Sequence[RowNote]
) -> dict[int, list[dict[str, str]]]:
    told: dict[int, list[dict[str, str]]] = {}
    for note in notes:
        place = file.places.get(note.column)
        cell = f"{letters(place)}{note.row}" if upload.workbook and place is not None else ""
        told.setdefault(note.row, []).append(
            {
                "column": note.column,
                "cell": cell,
                "value": note.value,
                "ko": note.why.ko,
                "en": note.why.en,
            }
        )
    return told


def letters(place: int) -> str:
    """The letters of a spreadsheet's column, 0 being A."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found
