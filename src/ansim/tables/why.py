"""What can be amiss in a row of a table, in Korean and English: the one list of these sentences.

A command prints both, a portal the language of the page. `{terms}` are filled in by `Why.of`.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Why(NamedTuple):
    """A reason as it is told to whoever keeps the file."""

    ko: str
    en: str

    def of(self, **terms: object) -> "Why":
        """The reason with its terms in place."""
        return Why(self.ko.format(**terms), self.en.format(**terms))


NOT_CLOSED = Why(
    "따옴표가 제대로 닫히지 않았습니다. 닫거나 지워 주세요",
    "has a quotation mark that is not closed rightly: close it, or remove it",
)
LEFT_OVER = Why(
    "윗줄의 따옴표 오류에 이어지는 줄로 보입니다. 윗줄을 고쳐 주세요",
    "holds a stray quotation mark behind a line whose mark is not closed: mend that line",
)
TOO_MANY = Why(
    "열 제목은 {wanted}개인데 값이 {found}개입니다. 쉼표가 든 값은 따옴표로 묶어 주세요",
    "{found} values where the heading has {wanted}: put a value that has commas between quotation"
    " marks",
)
TOO_FEW = Why(
    "열 제목은 {wanted}개인데 값이 {found}개뿐입니다. 파일이 잘리지 않았는지 확인해 주세요",
    "{found} values where the heading has {wanted}: was the file cut off? Give the whole file",
)
DAMAGED = Why(
    "글자로 읽을 수 없는 바이트가 있습니다. CSV(UTF-8)로 다시 저장해 주세요",
    "holds bytes that are no text: save the file again as CSV (UTF-8)",
)
EMPTY = Why("비어 있습니다. 채우거나 행을 지워 주세요", "is empty: fill it in, or delete the row")
NOBODY = Why(
    "아무도 가리키지 않습니다. 번호를 적거나 행을 지워 주세요",
    "names nobody and no place: write an id, or delete the row",
)
SHORTENED = Why(
    "표 프로그램이 줄인 숫자입니다. 열을 텍스트 서식으로 바꾸고 원래 값을 적어 주세요",
    "was shortened by a spreadsheet, so that its digits are lost: format the column as text",
)
INEXACT = Why(
    "정확히 담기지 않은 큰 숫자입니다. 번호를 텍스트로 적어 주세요",
    "is a number too large to be exact: write ids as text",
)
NO_TIME = Why(
    "시각이 아닙니다. 2026-11-23 12:00처럼 적어 주세요",
    "is no time; write 2026-11-23T12:00:00+09:00 or epoch seconds",
)
NO_MINUTES = Why(
    "분이 없습니다. 2026-11-23 12:00처럼 적어 주세요",
    "has an hour and no minutes: write 2026-11-23 12:00 (was the file cut off?)",
)
DATE_OR_SECONDS = Why(
    "날짜인지 초인지 알 수 없습니다. 2026-11-23처럼 적어 주세요",
    "may be a date or epoch seconds: write it as 2026-11-23",
)
SERIAL = Why(
    "표 프로그램의 날짜 번호로 보입니다. 열 서식을 yyyy-mm-dd hh:mm으로 바꿔 주세요",
    "looks like a spreadsheet's number of a day, which is counted from 1900 or from 1904: format"
    " the column as yyyy-mm-dd hh:mm",
)
NOT_EPOCH = Why(
    "2000년부터 2100년까지의 초가 아닙니다. 2026-11-23 12:00처럼 적어 주세요",
    "is not in epoch seconds from 2000 to 2100; write 2026-11-23 12:00",
)
TOO_FINE = Why(
    "2000년부터 2100년까지의 초가 아닙니다. 초 단위로 나누어 적어 주세요",
    "is not in epoch seconds from 2000 to 2100: divide, where it counts parts of a second",
)
OUTSIDE_YEARS = Why(
    "2000년부터 2100년까지의 시각이 아닙니다. 연도를 확인해 주세요",
    "lies outside the years 2000 to 2100: is the year mistyped?",
)
NO_SUCH_DAY = Why(
    "달력에 없는 날짜나 시각입니다. 날짜를 확인해 주세요",
    "is no day or hour of the calendar: is it mistyped?",
)
YEAR_FIRST = Why(
    "여러 가지로 읽힙니다. 2026-11-23 12:00처럼 네 자리 연도를 맨 앞에 적어 주세요",
    "may be read in several ways: write the year first, with four digits (2026-11-23 12:00)",
)
ENDS_FIRST = Why(
    "들어온 시각({entered})보다 앞섭니다. 두 시각을 확인해 주세요",
    "lies before entered_at {entered!r}: are the two swapped, or is a day mistyped?",
)
NO_DAY = Why("날짜가 아닙니다. 2021-05-20처럼 적어 주세요", "is no day: write it as 2021-05-20")


@dataclass(frozen=True, slots=True)
class RowNote:
    """What was found amiss in a row: its number, the column ("" for the whole row), the value as the file has it (cut
    short), and why."""  # noqa: D205, D209

    row: int
    column: str
    value: str
    why: Why

    def __str__(self) -> str:
        what = f"{self.column} {self.value!r}" if self.column else repr(self.value)
        return f"row {self.row}: {what} {self.why.en} ({self.why.ko})"
