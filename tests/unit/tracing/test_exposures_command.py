import csv
import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansim.alerts.command import Format, as_record, parse_command, read_alerts, records_of
from ansim.domain.exposures import parse_alert
from ansim.tables import TableError, Taken

ANSWERS = Path(__file__).parents[2] / "vectors/exposure_answers.json"


def csv_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def joined(windows: list[list[str | None]]) -> list[tuple[str | None, str | None]]:
    """Windows in order; whole days that follow each other are one stretch, as they are to a person."""
    spans: list[tuple[str | None, str | None]] = []
    for start, end in sorted(map(tuple, windows), key=str):
        whole = all(str(moment).endswith("T00:00") for moment in (start, end))
        joins = whole and spans and spans[-1][1] == start and str(spans[-1][0]).endswith("T00:00")
        spans.append((spans.pop()[0] if joins else start, end))
    return spans


def comparable(exposures: list[dict[str, Any]] | None) -> list[tuple[Any, ...]] | None:
    if exposures is None:
        return None

    def squeeze(text: str) -> str:
        return re.sub(r"[\s\"']", "", text)

    return sorted(
        (
            squeeze(one["venue"]),
            sorted(map(squeeze, one["rooms"])),
            joined(one["windows"]),
        )
        for one in exposures
    )


def test_it_reads_the_70_real_alerts_of_jeju(shared: Path) -> None:
    alerts = read_alerts(shared / "data/jeju_alerts/exposure_notices_with_time.csv").alerts
    answers = json.loads(ANSWERS.read_text())["answers"]
    assert len(alerts) == len(answers) == 70
    wrong = []
    for row, text, sent in alerts:
        record = as_record(row, parse_alert(text, sent))
        if comparable(record.get("exposures")) != comparable(answers[str(row)]):
            wrong.append((row, record))
    print(f"{70 - len(wrong)} of 70 alerts right", *wrong, sep="\n")
    assert wrong == []


def test_other_emergency_texts_are_told_apart_from_alerts(shared: Path) -> None:
    vectors = json.loads(ANSWERS.read_text())
    folder = shared / "data/jeju_alerts"
    known = {row["md101_sn"] for row in csv_rows(folder / "exposure_notices_with_time.csv")}
    right, wrong, invented = 0, [], []
    for row in csv_rows(folder / "all_jeju_alerts.csv"):
        number = row["md101_sn"]
        if number in known:
            continue
        sent = date.fromisoformat(row["create_date"][:10].replace("/", "-"))
        record = as_record(0, parse_alert(row["msg"], sent))
        want = vectors["others"].get(number)
        if comparable(record.get("exposures")) == comparable(want):
            right += 1
        else:
            (invented if want is None else wrong).append((number, record))
    print(f"{right} of 1328 texts right; wrongly read {wrong}; read into other texts {invented}")
    assert right + len(wrong) + len(invented) == 1328
    assert invented == []
    assert wrong == []


def test_the_command_writes_a_record_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "alerts.csv", tmp_path / "out.jsonl"
    file.write_text(
        "create_date,msg\n2021/05/20 11:00:00,푸른식당 5/3 11시~13시 방문자\n2021-05-21,안내\n"
    )
    parse_command(file, out)
    first, second = map(json.loads, out.read_text().splitlines())
    assert first["exposures"][0]["windows"] == [["2021-05-03T11:00", "2021-05-03T13:00"]]
    assert second == {
        "row": 2,
        "reason": "no guests of a place are addressed: not an exposure alert",
    }
    assert "1 of 2 alerts read" in capsys.readouterr().err


def alerts(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    file = folder / "alerts.csv"
    file.write_bytes(content.encode(encoding))
    return file


def test_the_spreadsheet_has_a_line_for_each_window_and_each_reason(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    rows = "2021-05-20,=물결탕(여탕) 5/3~5/4 21시부터 영업종료시까지 방문자\n2021-05-21,안내\n"
    parse_command(alerts(tmp_path, "create_date,msg\n" + rows, "cp949"), out, Format.CSV)
    assert out.read_bytes().decode().split("\r\n") == [
        "\ufeffrow,venue,rooms,from,to,amends,reason",
        "1,'=물결탕,여탕,2021-05-03T21:00,,False,",
        "1,'=물결탕,여탕,2021-05-04T21:00,,False,",
        "2,,,,,,no guests of a place are addressed: not an exposure alert",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "column of texts"),
        ("create_date,msg,msg\n2021-05-20,가,나\n", "two columns are called msg"),
    ],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        read_alerts(alerts(tmp_path, text))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "alerts.csv"
    file.write_bytes(b"msg,date\n\xff\xff\xff\x80")
    with pytest.raises(TableError, match="neither UTF-8 nor CP949"):
        read_alerts(file)


@pytest.mark.parametrize(
    ("rows", "refused", "message"),
    [
        ("2021-05-20,식당A(5.20. 10:00), 카페B\n2021-05-20,나\n", 1, "3 values where the heading"),
        (
            "2021-05-20,나\nneulich,가\n",
            2,
            "create_date 'neulich' is no day: write it as 2021-05-20",
        ),
        ("0001-01-01,가\n2021-05-20,나\n", 1, "'0001-01-01' lies outside the years 2000 to 2100"),
        ("2021-05-20,나\n9999-12-31,가\n", 2, "'9999-12-31' lies outside the years"),
        ("44336,가\n2021-05-20,나\n", 1, "spreadsheet's number of a day"),
        ("05/20/2021,가\n2021-05-20,나\n", 1, "may be read in several ways"),
        ("2021-05-20,나\n2021-05-20,\n", 2, "msg '' is empty"),
        ('2021-05-20,"가 방문자는\n2021-05-20,나\n2021-05-20,"라"\n', 1, "not closed"),
    ],
)
def test_what_would_be_lost_or_misread_is_refused_by_row_and_the_rest_is_read(
    tmp_path: Path, rows: str, refused: int, message: str
) -> None:
    read = read_alerts(alerts(tmp_path, "create_date,msg\n" + rows))
    assert ("나", date(2021, 5, 20)) in [(one.text, one.sent) for one in read.alerts]
    (note,) = read.account.told
    assert note.row == refused
    assert message in str(note)
    assert read.account.taken is Taken.SOME
    records = records_of(read)
    assert [record["row"] for record in records] == list(range(1, read.account.rows + 1))
    assert message in records[refused - 1]["reason"]


@pytest.mark.parametrize(
    "written",
    [
        "2021-05-20 9:05",
        "2021/05/20 11:00:00",
        "2021. 5. 20.",
        "2021-05-20 오전 9:05:00",
        "2021-05-19T23:30:00Z",
        "2021년 5월 20일",
        "2021-05-20T00:00:00",
    ],
)
def test_the_day_is_read_as_spreadsheets_write_it(tmp_path: Path, written: str) -> None:
    read = read_alerts(alerts(tmp_path, f"create_date,msg\n{written},가\n"))
    assert [one.sent for one in read.alerts] == [date(2021, 5, 20)]


def test_a_text_from_a_mac_is_the_same_text(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", "푸른식당 5/3 11시~13시 방문자")
    read = read_alerts(alerts(tmp_path, f"create_date,msg\n2021-05-20,{text}\n"))
    assert read.alerts[0].text == "푸른식당 5/3 11시~13시 방문자"
