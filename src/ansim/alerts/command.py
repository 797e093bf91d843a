"""`ansim exposures parse`: exposure alerts in, venues and windows out. Needs no server and no database."""

import csv
import io
import json
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError
from ansim.domain.exposures import ExposureAlert, Unparsed, parse_alert
from ansim.domain.spreadsheets import harmless

CSV_HEADING = ("row", "venue", "rooms", "from", "to", "amends", "reason")
_TEXT, _SENT = ("msg", "text", "message"), ("create_date", "sent_at", "date")
_BEYOND = "values beyond the heading"
_YEARS = (2000, 2100)


class Format(StrEnum):
    """How the command writes."""

    JSON = "json"
    CSV = "csv"


class AlertFileError(AnsimError):
    """The file is no list of alerts."""


def read_alerts(file: Path) -> list[tuple[str, date]]:
    """Texts and sending days of a CSV file with the columns `msg` and `create_date` (or `text` and `sent_at`)."""
    rows = csv.DictReader(io.StringIO(_text_of(file), newline=""), restkey=_BEYOND, restval="")
    headings = rows.fieldnames or []
    text = next((name for name in _TEXT if name in headings), None)
    sent = next((name for name in _SENT if name in headings), None)
    if text is None or sent is None:
        raise AlertFileError(
            f"{file.name}: wanted a column of texts ({', '.join(_TEXT)}) and one of days ({', '.join(_SENT)})"
        )
    if doubled := [name for name in (text, sent) if headings.count(name) > 1]:
        raise AlertFileError(f"{file.name}: two columns are called {doubled[0]}: remove one")
    alerts = []
    try:
        for number, row in enumerate(rows, 1):
            if beyond := row.get(_BEYOND):
                raise AlertFileError(
                    f"{file.name}, row {number}: {len(headings) + len(beyond)} values where the heading has"
                    f" {len(headings)}: put a text that has commas between quotation marks"
                )
            alerts.append((row[text], _day(row[sent], number, file.name)))
    except csv.Error as error:
        raise AlertFileError(f"{file.name}, line {rows.line_num}: {error}") from None
    return alerts


def _text_of(file: Path) -> str:
    content = file.read_bytes()
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AlertFileError(f"{file.name} is neither UTF-8 nor CP949 text: save it as CSV (UTF-8)")


def _day(value: str, row: int, name: str) -> date:
    """The day of a value; `row` counts the alerts from 1, as the answers do."""
    try:
        moment = datetime.fromisoformat(value.strip().replace("/", "-"))
    except ValueError:
        raise AlertFileError(f"{name}, row {row}: {value!r} is no day such as 2021-05-20") from None
    if (
        not _YEARS[0] <= moment.year < _YEARS[1]
    ):  # some programs write 0001-01-01 where a day is missing
        raise AlertFileError(f"{name}, row {row}: {value!r} is no day from {_YEARS[0]} on")
    return (moment.astimezone(VENUE_ZONE) if moment.tzinfo else moment).date()


def as_record(row: int, result: ExposureAlert | Unparsed) -> dict[str, Any]:
    """One alert as plain values; times are local, an open end is null."""
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


def as_csv(records: list[dict[str, Any]]) -> str:
    """The records as a spreadsheet: a line for each window, a line with the reason for each text that has none."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(CSV_HEADING)
    for record in records:
        for one in record.get("exposures", ()):
            venue, rooms = harmless(one["venue"]), harmless("; ".join(one["rooms"]))
            for start, end in one["windows"]:
                writer.writerow(
                    (record["row"], venue, rooms, start, end or "", record["amends"], "")
                )
        if "reason" in record:
            writer.writerow((record["row"], "", "", "", "", "", harmless(record["reason"])))
    return sheet.getvalue()


def as_json_lines(records: list[dict[str, Any]]) -> str:
    """The records as JSON, one a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def parse_command(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="CSV with the columns msg and create_date"
        ),
    ],
    out: Annotated[Path | None, typer.Option(help="write here instead of the terminal")] = None,
    format_: Annotated[
        Format, typer.Option("--format", help="json: a record a line; csv: a line for each window")
    ] = Format.JSON,
) -> None:
    """Read venues, rooms and windows out of exposure alerts, or say why an alert could not be read."""
    alerts = read_alerts(file)
    records = [
        as_record(row, parse_alert(text, sent)) for row, (text, sent) in enumerate(alerts, 1)
    ]
    text = as_csv(records) if format_ is Format.CSV else as_json_lines(records)
    if out is None:
        typer.echo(text, nl=False)
    else:
        _write(text, out)
    read = sum("exposures" in record for record in records)
    typer.echo(f"{read} of {len(records)} alerts read, {len(records) - read} not", err=True)


def _write(text: str, out: Path) -> None:
    try:
        out.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise AlertFileError(f"--out {out} cannot be written: {error.strerror}") from None
