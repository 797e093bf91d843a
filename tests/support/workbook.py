"""Workbooks (XLSX, ECMA-376) written by hand: text, numbers and dates as spreadsheets store them."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | float | datetime | None
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OF_1900, _OF_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)


def write_workbook(
    file: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], *, of_1904: bool = False
) -> Path:
    """A workbook of these sheets; `of_1904`: its days count from 1904, as those of old Macs."""
    epoch = _OF_1904 if of_1904 else _OF_1900
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("[Content_Types].xml", _content_types(numbers))
        book.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
            for number, name in zip(numbers, sheets, strict=True)
        )
        old = '<workbookPr date1904="1"/>' if of_1904 else ""
        book.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{old}<sheets>{names}</sheets></workbook>',
        )
        targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        book.writestr(
            "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
        )
        book.writestr("xl/styles.xml", _STYLES)
        for number, rows in zip(numbers, sheets.values(), strict=True):
            book.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(rows, epoch))
    return file


# Style 1 is a date with hours (22 of the built-in formats), style 2 a date alone (14).
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/>'
    "</cellXfs></styleSheet>"
)


def _content_types(numbers: range) -> str:
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    parts |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in numbers}
    told = "".join(
        f'<Override PartName="{name}" ContentType="{base}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    package = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{package}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{told}</Relationships>'


def _sheet(rows: Sequence[Sequence[Cell]], epoch: datetime) -> str:
    told = "".join(
        f'<row r="{number}">{"".join(_cell(cell, number, place, epoch) for place, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{told}</sheetData></worksheet>'


def _cell(cell: Cell, row: int, place: int, epoch: datetime) -> str:
    name = f"{chr(ord('A') + place)}{row}"
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        days = (cell - epoch).total_seconds() / 86_400
        style = 2 if days == int(days) else 1
        return f'<c r="{name}" s="{style}"><v>{days!r}</v></c>'
    if isinstance(cell, str):
        return (
            f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        )
    return f'<c r="{name}"><v>{cell!r}</v></c>'
