"""`ansim exposures parse`: exposure notices in, venues and windows out. Needs no server and no database."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ansim.domain.errors import AnsimError
from ansim.domain.exposures import Notice, Unparsed, parse_notice

_TEXT, _SENT = ("msg", "text", "message"), ("create_date", "sent_at", "date")


class NoticeFileError(AnsimError):
    """The file is no list of notices."""


def read_notices(file: Path) -> list[tuple[str, date]]:
    """Texts and sending days of a CSV file with the columns `msg` and `create_date` (or `text` and `sent_at`)."""
    rows = csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline=""))
    headings = rows.fieldnames or []
    text = next((name for name in _TEXT if name in headings), None)
    sent = next((name for name in _SENT if name in headings), None)
    if text is None or sent is None:
        raise NoticeFileError(
            f"{file.name}: wanted a column of texts ({', '.join(_TEXT)}) and one of days ({', '.join(_SENT)})"
        )
    return [(row[text], _day(row[sent], rows.line_num, file.name)) for row in rows]


def _day(value: str, row: int, name: str) -> date:
    try:
        return datetime.fromisoformat(value.strip().replace("/", "-")).date()
    except ValueError:
        raise NoticeFileError(f"{name}, row {row}: {value!r} is no day such as 2021-05-20") from None


def as_record(row: int, result: Notice | Unparsed) -> dict[str, Any]:
    """One notice as plain values; times are local, an open end is null."""
    if isinstance(result, Unparsed):
        return {"row": row, "reason": result.reason}
    exposures = [
        {
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


def parse_command(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV with the columns msg and create_date")
    ],
    out: Annotated[
        Path | None, typer.Option(help="write here instead of the terminal, one JSON record a line")
    ] = None,
) -> None:
    """Read venues, rooms and windows out of exposure notices, or say why a notice could not be read."""
    notices = read_notices(file)
    records = [as_record(row, parse_notice(text, sent)) for row, (text, sent) in enumerate(notices, 1)]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    if out is None:
        typer.echo(lines, nl=False)
    else:
        out.write_text(lines, "utf-8")
    read = sum("exposures" in record for record in records)
    typer.echo(f"{read} of {len(records)} notices read, {len(records) - read} not", err=True)
