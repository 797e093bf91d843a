"""`ansim exposures parse`: exposure alerts in, venues and windows out. Needs no server and no database."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ansim.domain.days import VENUE_ZONE, local_day
from ansim.tables import Account, RowNote, why
from ansim.tables.written import Cell, write_csv, write_rows, write_text

if TYPE_CHECKING:
    from ansim.domain.exposures import ExposureAlert, Unparsed

CSV_HEADING = ("row", "venue", "rooms", "from", "to", "amends", "reason")
_TEXT, _SENT = ("msg", "text", "message"), ("create_date", "sent_at", "date")


class Format(StrEnum):
    """How the command writes."""

    JSON = "json"
    CSV = "csv"


class AlertRow(NamedTuple):
    """One text of a file: its row (1 is the first below the heading), and the day it was sent."""

    row: int
    text: str
    sent: date


@dataclass(frozen=True, slots=True)
class AlertFile:
    """The texts of a file, and where its rows went."""

    alerts: tuple[AlertRow, ...]
    account: Account


def read_alerts(file: Path) -> AlertFile:
    """Texts and sending days of a file with the columns `msg` and `create_date` (or `text` and `sent_at`).

    Raises TableError for a file that is no such table.
    """
    # Arrow is not needed to say what the command is.
    from ansim.tables.reading import one_of_each, read_table  # noqa: PLC0415

    wanted = f"a column of texts ({', '.join(_TEXT)}) and one of days ({', '.join(_SENT)})"
    table = read_table(file, one_of_each(_TEXT, _SENT), wanted)
    text, sent = table.columns.column_names
    alerts: list[AlertRow] = []
    told = list(table.refused)
    for row, cells in table.rows():
        day = _day(cells[sent])
        if not cells[text]:
            told.append(RowNote(row, text, "", why.EMPTY))
        elif isinstance(day, why.Why):
            told.append(RowNote(row, sent, cells[sent][:60], day))
        else:
            alerts.append(AlertRow(row, cells[text], day))
    told.sort(key=lambda note: note.row)
    account = Account(
        len(table), added=len(alerts), refused=len(told), told=tuple(told), remarks=table.remarks
    )
    return AlertFile(tuple(alerts), account)


def _day(value: str) -> date | why.Why:
    from ansim.tables.moments import Moment, read_moment  # noqa: PLC0415

    match read_moment(value, VENUE_ZONE):
        case Moment() as moment:
            return local_day(moment.start)
        case reason:
            return why.NO_DAY if reason == why.NO_TIME else reason


def as_record(row: int, result: "ExposureAlert | Unparsed") -> dict[str, Any]:
    """One alert as plain values; times are local, an open end is null."""
    from ansim.domain.exposures import Unparsed  # noqa: PLC0415 as below

    if isinstance(result, Unparsed):
        return {"row": row, "reason": result.reason}
    exposures = [
        {
            "kind": exposure.kind.value,
            "venue": exposure.venue,
            "rooms": list(exposure.rooms),
            "windows": [
                [
                    window.start.isoformat(timespec="minutes"),
                    window.end and window.end.isoformat(timespec="minutes"),
                ]
                for window in exposure.windows
            ],
        }
        for exposure in result.exposures
    ]
    return {"row": row, "amends": result.amends, "exposures": exposures}


def as_rows(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Cell, ...]]:
    """Rows under CSV_HEADING: one for each window, one with the reason for each text that has none."""
    for record in records:
        for one in record.get("exposures", ()):
            rooms = "; ".join(one["rooms"])
            for start, end in one["windows"]:
                yield record["row"], one["venue"], rooms, start, end or "", record["amends"], ""
        if "reason" in record:
            yield record["row"], "", "", "", "", "", record["reason"]


def as_json_lines(records: list[dict[str, Any]]) -> str:
    """The records as JSON, one a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def parse_command(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="CSV or XLSX with the columns msg and create_date"
        ),
    ],
    out: Annotated[Path | None, typer.Option(help="write here instead of the terminal")] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="json: a record a line; csv: a line for each window")
    ] = Format.JSON,
) -> None:
    """Read venues, rooms and windows out of exposure alerts, or say why an alert could not be read.

    The exit status is 0 where every row was read, 3 where some were refused, 4 where all were.
    """
    read = read_alerts(file)
    records = records_of(read)
    typer.echo(read.account.in_words(file.name), err=True)
    if format_ is Format.CSV:
        _write_sheet(records, out)
    elif out is None:
        typer.echo(as_json_lines(records), nl=False)
    else:
        write_text(out, as_json_lines(records))
    found = sum("exposures" in record for record in records)
    typer.echo(f"{found} of {len(records)} alerts read, {len(records) - found} not", err=True)
    if read.account.taken:
        raise typer.Exit(read.account.taken)


def records_of(read: AlertFile) -> list[dict[str, Any]]:
    """A record for every row of the file, by row: refused ones have a reason too."""
    # Its patterns take a tenth of a second, which every other command would pay.
    from ansim.domain.exposures import parse_alert  # noqa: PLC0415

    records = [as_record(row, parse_alert(text, sent)) for row, text, sent in read.alerts]
    refused = [
        {"row": note.row, "reason": f"{note.column} {note.value!r} {note.why.en}".strip()}
        for note in read.account.told
    ]
    return sorted(records + refused, key=lambda record: int(record["row"]))


def _write_sheet(records: list[dict[str, Any]], out: Path | None) -> None:
    if out is None:
        write_rows(sys.stdout, CSV_HEADING, as_rows(records))
    else:
        write_csv(out, CSV_HEADING, as_rows(records))
