"""`ansim import calls`: a file of call records (080 안심콜) to the gateway, signed like the telephone company's deliveries.

One way in: the gateway judges a file's rows by the rules of a delivery, and rows that come again count once.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import httpx
import msgspec

from ansim.domain.days import VENUE_ZONE
from ansim.domain.errors import AnsimError
from ansim.keys import folder
from ansim.tables import Account, RowNote, Why
from ansim.tables.moments import read_moment
from ansim.tables.reading import one_of_each, read_table
from ansim.visitor.api.words import say
from ansim.visitor.door.phone_calls import sign
from ansim.visitor.door.wire import RowAccount

CALLER: Final = ("caller", "발신번호", "발신 번호", "발신전화번호")
DIALLED: Final = ("dialled", "수신번호", "수신 번호", "착신번호", "대표번호")
AT: Final = ("time", "통화일시", "통화 일시", "발신일시", "착신일시", "통화시각")
_TOGETHER: Final = 500
_WHOLE_DAY: Final = Why(
    "시각이 없습니다. 2026-11-23 12:00:30처럼 적어 주세요",
    "has no hour: write 2026-11-23 12:00:30",
)


class DeliveryError(AnsimError):
    """The gateway took none of it: it is away, or has another key."""


class _Call(NamedTuple):
    """A row of the file as it is delivered."""

    row: int
    body: dict[str, str]


def deliver_calls(file: Path, gateway: str) -> Account:
    """Deliver every row of a file of calls; returns where the rows went. Raises TableError, DeliveryError.

    No number is repeated in what is told of a row.
    """
    table = read_table(
        file, one_of_each(CALLER, DIALLED, AT), f"{CALLER[0]}, {DIALLED[0]} and {AT[0]}"
    )
    told = [RowNote(note.row + table.first - 1, "", "", note.why) for note in table.refused]
    calls = []
    for number, cells in table.rows():
        read = _read(number + table.first - 1, cells)
        if isinstance(read, _Call):
            calls.append(read)
        else:
            told.append(read)
    stored = repeated = 0
    with httpx.Client(base_url=gateway, timeout=60) as http:
        for start in range(0, len(calls), _TOGETHER):
            part = calls[start : start + _TOGETHER]
            answer = _deliver(http, part)
            stored, repeated = stored + answer.stored, repeated + answer.repeated
            told += [
                RowNote(part[one.row - 1].row, "", "", _why(one.title)) for one in answer.refused
            ]
    told.sort(key=lambda note: note.row)
    return Account(
        rows=len(table),
        added=stored,
        unchanged=repeated,
        refused=len(told),
        told=tuple(told),
        remarks=table.remarks,
    )


def _read(row: int, cells: dict[str, str]) -> _Call | RowNote:
    caller, dialled, at = (
        next(cells[name] for name in names if name in cells) for names in (CALLER, DIALLED, AT)
    )
    moment = read_moment(at, VENUE_ZONE)
    if isinstance(moment, Why) or moment.is_day:
        return RowNote(row, "", "", moment if isinstance(moment, Why) else _WHOLE_DAY)
    written = datetime.fromtimestamp(moment.start, UTC).isoformat()
    # What is empty reads as a number that cannot be one, and is refused with its row.
    return _Call(row, {"caller": caller or "-", "dialled": dialled or "-", "at": written})


def _deliver(http: httpx.Client, calls: Sequence[_Call]) -> RowAccount:
    body = msgspec.json.encode({"calls": [call.body for call in calls]})
    key = folder().secret("call-records")
    headers = {
        "Content-Type": "application/json",
        "Accept-Language": "en",
        "Ansim-Signature": sign(key, int(time.time()), body),
    }
    try:
        answer = http.post("/v1/calls", content=body, headers=headers)
    except httpx.HTTPError as error:
        raise DeliveryError(f"the gateway does not answer ({type(error).__name__})") from None
    if answer.status_code != 200:
        raise DeliveryError(f"the gateway refused the delivery: {answer.json().get('code')}")
    return msgspec.json.decode(answer.content, type=RowAccount)


def _why(title: str) -> Why:
    return Why(say(title, "ko"), title)
