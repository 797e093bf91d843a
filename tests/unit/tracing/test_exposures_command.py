import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansim.alerts.command import AlertFileError, Format, as_record, parse_command, read_alerts
from ansim.domain.exposures import parse_alert

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
    alerts = read_alerts(shared / "data/jeju_alerts/exposure_notices_with_time.csv")
    answers = json.loads(ANSWERS.read_text())["answers"]
    assert len(alerts) == len(answers) == 70
    wrong = []
    for row, (text, sent) in enumerate(alerts, 1):
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


@pytest.mark.parametrize(
    ("text", "message"),
    [("a,b\n1,2\n", "column of texts"), ("msg,date\nx,neulich\n", "row 1.*neulich")],
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "alerts.csv"
    file.write_text(text)
    with pytest.raises(AlertFileError, match=message):
        read_alerts(file)


def test_the_spreadsheet_has_a_line_for_each_window_and_each_reason(tmp_path: Path) -> None:
    file, out = tmp_path / "alerts.csv", tmp_path / "out.csv"
    file.write_text(
        "create_date,msg\n2021-05-20,=물결탕(여탕) 5/3~5/4 21시부터 영업종료시까지 방문자\n2021-05-21,안내\n",
        "cp949",
    )
    parse_command(file, out, Format.CSV)
    assert out.read_bytes().decode().split("\r\n") == [
        "row,venue,rooms,from,to,amends,reason",
        "1,'=물결탕,여탕,2021-05-03T21:00,,False,",
        "1,'=물결탕,여탕,2021-05-04T21:00,,False,",
        "2,,,,,,no guests of a place are addressed: not an exposure alert",
        "",
    ]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "alerts.csv"
    file.write_bytes(b"msg,date\n\xff\xff\xff\x80")
    with pytest.raises(AlertFileError, match="neither UTF-8 nor CP949"):
        read_alerts(file)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "create_date,msg\n2021-05-20,식당A(5.20. 10:00), 카페B\n",
            "row 1: 3 values where the heading has 2",
        ),
        ("create_date,msg,msg\n2021-05-20,가,나\n", "two columns are called msg"),
        ("create_date,msg\n0001-01-01,가\n", "row 1: '0001-01-01' is no day from 2000 on"),
        ("create_date,msg\n2021-05-20,가\n9999-12-31,나\n", "row 2: '9999-12-31' is no day"),
    ],
)
def test_what_would_be_lost_or_misread_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "alerts.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AlertFileError, match=message):
        read_alerts(file)


def test_a_moment_with_a_zone_is_a_day_of_korea(tmp_path: Path) -> None:
    file = tmp_path / "alerts.csv"
    file.write_text(
        "create_date,msg\n2021-05-19T23:30:00Z,가\n2021-05-19T23:30:00,나\n", encoding="utf-8"
    )
    assert read_alerts(file) == [("가", date(2021, 5, 20)), ("나", date(2021, 5, 19))]
