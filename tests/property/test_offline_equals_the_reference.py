import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ansim.cli import app
from ansim.tables import TableError, WriteError
from ansim.tracing import reference
from ansim.tracing.index import BASE
from ansim.tracing.offline import plain
from ansim.tracing.offline.contacts import (
    HEADING,
    Line,
    NotInFileError,
    QuestionError,
    searchable,
)
from ansim.tracing.offline.contacts_command import contacts_command
from ansim.tracing.offline.read_visits import VisitTable, read_visits
from ansim.tracing.reference import Stay
from support.logs import PEOPLE, logs, windows

T = 1_795_402_800  # 2026-11-23T12:00:00+09:00
HEAD = "person_id,venue_id,entered_at,left_at\n"


@pytest.fixture(params=["reference", "kernels"], autouse=True, scope="module")
def _engine(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test here holds for small files and for large ones."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "kernels":
            patched.setattr(plain, "MOST_VISITS", 0)
        yield


def find_contacts(
    table: VisitTable,
    person: str,
    start: int | None,
    end: int | None,
    minimum: int,
    degrees: int,
    *,
    back: bool = False,
) -> list[Line]:
    return searchable(table).contacts(person, start, end, minimum, degrees, back=back)


def as_table(stays: list[Stay]) -> VisitTable:
    columns = np.array(stays, np.int64).reshape(-1, 4).T
    people, person = np.unique(columns[0], return_inverse=True)
    venues, venue = np.unique(columns[1], return_inverse=True)
    return VisitTable(
        [str(number) for number in people],
        [str(number) for number in venues],
        person.astype(np.int32),
        venue.astype(np.int32),
        columns[2] + BASE,
        columns[3] + BASE,
    )


@settings(deadline=None)
@given(logs.filter(bool), st.integers(1, 3), st.integers(1, 9), st.integers(0, PEOPLE - 1))
def test_it_finds_whom_the_reference_finds(
    stays: list[Stay], degrees: int, minimum: int, case: int
) -> None:
    table = as_table(stays)
    if str(case) not in table.people:
        with pytest.raises(NotInFileError):
            list(find_contacts(table, str(case), None, None, minimum, degrees))
        return
    lines = list(find_contacts(table, str(case), None, None, minimum, degrees))
    start, end = min(one.entered for one in stays), max(one.left for one in stays) + 1
    direct = reference.contacts_of_itinerary(stays, case, start, end, minimum)
    wanted = {
        person: (1, met.first, met.overlap, met.encounters, case) for person, met in direct.items()
    }
    if degrees > 1:
        for person, one in reference.reach(stays, case, start, end, degrees, minimum).items():
            if person not in direct:
                wanted[person] = (one.degree, one.exposed, None, None, one.via)
    assert {int(line[0]) for line in lines} == set(wanted)
    for person, degree, exposed, overlap, encounters, via in lines:
        want = wanted[int(person)]
        assert (degree, exposed - BASE, int(via)) == (want[0], want[1], want[4])
        if degree == 1:
            assert (overlap, encounters) == (want[2], want[3])
        else:
            assert overlap >= minimum
            assert encounters >= 1


ids = st.sampled_from(["가", "나", "p10", "p9", "=p", "A"])
rows = st.lists(
    st.tuples(ids, ids, st.integers(0, 300), st.one_of(st.none(), st.integers(0, 9000))),
    min_size=1,
    max_size=40,
)
bounds = st.one_of(st.none(), st.integers(-50, 12_000))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(rows, ids, st.integers(1, 4), st.integers(0, 1200), st.tuples(bounds, bounds, bounds))
def test_a_file_searched_by_the_reference_and_by_the_kernels_gives_the_same_bytes(
    tmp_path: Path,
    rows: list[tuple[str, str, int, int | None]],
    case: str,
    degrees: int,
    minimum: int,
    window: tuple[int | None, int | None, int | None],
) -> None:
    visits = tmp_path / "visits.csv"
    lines = (
        f"{person},{venue},{T + 60 * minute},{'' if length is None else T + 60 * minute + length}"
        for person, venue, minute, length in rows
    )
    visits.write_text(HEAD + "\n".join(lines) + "\n")
    command = ["trace", "contacts", str(visits), "--person", case, "--degrees", str(degrees)]
    command += ["--min-overlap", str(minimum)]
    for name, bound in zip(("--from", "--to", "--back-to"), window, strict=True):
        command += [] if bound is None else [name, str(T + bound)]
    small, large = (run(command, most) for most in (10_000, 0))
    assert small == large


def run(command: list[str], most: int) -> tuple[int, bytes, str, str]:
    """What the command gave where files of `most` visits are small."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plain, "MOST_VISITS", most)
        result = CliRunner().invoke(app, command)
    return result.exit_code, result.stdout_bytes, result.stderr, repr(result.exception)


@settings(deadline=None)
@given(logs.filter(bool), windows, st.integers(1, 3), st.integers(1, 9), st.integers(0, PEOPLE - 1))
def test_backward_it_finds_whom_the_reference_finds(
    stays: list[Stay], window: tuple[int, int], degrees: int, minimum: int, case: int
) -> None:
    table = as_table(stays)
    if str(case) not in table.people:
        return
    start, end = (BASE + moment for moment in window)
    first, last = min(one.entered for one in stays), max(one.left for one in stays) + 1
    window = min(max(window[0], first), last), min(max(window[1], first), last)
    direct = reference.contacts_of_itinerary(stays, case, *window, minimum)
    wanted = {person: (1, met.last, case) for person, met in direct.items()}
    if degrees > 1:
        for person, one in reference.reach_back(stays, case, *window, degrees, minimum).items():
            if person not in direct:
                wanted[person] = (one.degree, one.exposed, one.via)
    lines = find_contacts(table, str(case), start, end, minimum, degrees, back=True)
    assert {int(line[0]): (line[1], line[2] - BASE, int(line[5])) for line in lines} == wanted


def test_the_command_asks_both_ways_with_two_windows(tmp_path: Path) -> None:
    """The source sat with the case in the morning, a guest in the evening; neither window sees the other's."""
    visits, out = tmp_path / "visits.csv", tmp_path / "contacts.csv"
    visits.write_text(
        HEAD + f"before,b,{T + 100},{T + 400}\nsource,b,{T + 300},{T + 1000}\n"
        f"source,v,{T + 1000},{T + 2000}\ncase,v,{T + 1500},{T + 2500}\n"
        f"case,w,{T + 5000},{T + 6000}\nguest,w,{T + 5100},{T + 5900}\n"
    )
    moment = str(T + 3000)
    command = ["trace", "contacts", str(visits), "--person", "case", "--degrees", "2"]
    command += ["--from", moment, "--back-to", moment, "--out", str(out)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    rows = [
        (row["person_id"], row["degree"], row["via_person_id"], row["direction"])
        for row in csv.DictReader(out.open(encoding="utf-8-sig"))
    ]
    assert rows == [
        ("guest", "1", "case", "forward"),
        ("source", "1", "case", "backward"),
        ("before", "2", "source", "backward"),
    ]


def test_csv_and_parquet_give_the_same(tmp_path: Path) -> None:
    text = (
        HEAD
        + "가,카페,2026-11-23T12:00:00+09:00,\n나,카페,2026-11-23T12:10:00+09:00,2026-11-23T12:40:00+09:00\n"
    )
    sheet, parquet = tmp_path / "visits.csv", tmp_path / "visits.parquet"
    sheet.write_text(text)
    rows = [("가", "카페", 1795402800, None), ("나", "카페", 1795403400, 1795405200)]
    columns = zip(HEAD.strip().split(","), zip(*rows, strict=True), strict=True)
    pa.parquet.write_table(pa.table(dict(columns)), parquet)
    one, two = (
        list(find_contacts(read_visits(path), "가", None, None, 60, 1)) for path in (sheet, parquet)
    )
    assert one == two == [("나", 1, 1795403400, 1800, 1, "가")]


def test_the_command_writes_a_file_that_no_spreadsheet_runs(tmp_path: Path) -> None:
    visits, out = tmp_path / "visits.csv", tmp_path / "contacts.csv"
    visits.write_text(HEAD + "=1+1,v,1795402800,1795406400\n@x,v,1795402800,1795406400\n")
    result = CliRunner().invoke(
        app, ["trace", "contacts", str(visits), "--person", "=1+1", "--out", str(out)]
    )
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    assert rows == [
        {
            "person_id": "'@x",
            "degree": "1",
            "first_exposed_at": "2026-11-23T12:00:00+09:00",
            "overlap_seconds": "3600",
            "encounters": "1",
            "via_person_id": "'=1+1",
            "direction": "forward",
        }
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,a,yesterday,", "row 2: entered_at 'yesterday' is no time"),
        (f"1,a,{T},{T - 1}", f"row 2: left_at '{T - 1}' lies before entered_at '{T}'"),
        (f",a,{T},", "row 2: person_id '' is empty"),
        (f"1,NA,{T},", "row 2: venue_id 'NA' names nobody"),
        ("1,a,,2", "row 2: entered_at '' is empty"),
        ("1,a,99999999999,", "is not in epoch seconds"),
        ("1,a,44522.52,", "spreadsheet's number of a day"),
        ("1,a,27262980,", "is not in epoch seconds from 2000"),
        ("1,a,211120,", "is not in epoch seconds from 2000"),
        ("1,a", "row 2: '1,a' 2 values"),
        (f'1,a,{T},"', "row 2"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_searched(
    tmp_path: Path, row: str, message: str
) -> None:
    file = tmp_path / "visits.csv"
    good = [f"case,v,{T},{T + 600}", row, f"guest,v,{T},{T + 600}"]
    file.write_text(HEAD + "\n".join(good) + "\n")
    result = CliRunner().invoke(app, ["trace", "contacts", str(file), "--person", "case"])
    assert result.exit_code == 3
    assert (
        "3 rows in = 2 added + 0 updated + 0 unchanged + 0 set aside + 1 refused" in result.stderr
    )
    assert message in result.stderr
    assert [line.split(",")[0] for line in result.stdout.splitlines()[1:]] == ["guest"]


@pytest.mark.parametrize("times", ["44520.5,44520.6", "20.11.2021 12:00,", "2021-11-20 12,"])
def test_somebody_whose_rows_were_refused_is_not_said_to_be_missing(
    tmp_path: Path, times: str
) -> None:
    file = tmp_path / "visits.csv"
    file.write_text(HEAD + f"case,v,{times}\nguest,v,{T},\n")
    result = CliRunner().invoke(app, ["trace", "contacts", str(file), "--person", "case"])
    assert isinstance(result.exception, NotInFileError)
    assert "is it in one of the 1 rows that were refused?" in str(result.exception)


def test_a_file_of_bad_rows_alone_gives_no_list(tmp_path: Path) -> None:
    file, out = tmp_path / "visits.csv", tmp_path / "contacts.csv"
    file.write_text(HEAD + "case,v,44520.5,\nguest,v,44520.5,\n")
    command = ["trace", "contacts", str(file), "--person", "case", "--out", str(out)]
    assert CliRunner().invoke(app, command).exit_code == 4
    assert not out.exists()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "visits.csv"
    file.write_bytes((HEAD + text).encode("utf-8", "surrogatepass"))
    try:
        table = read_visits(file)
    except TableError:
        return
    assert len(table.person) == len(table.venue) == len(table.entered) == len(table.left)
    assert len(table) == table.account.added


def test_an_empty_list_still_has_its_heading(tmp_path: Path) -> None:
    file, out = tmp_path / "visits.csv", tmp_path / "contacts.csv"
    file.write_text(HEAD + f"case,v,{T},{T + 600}\n")
    command = ["trace", "contacts", str(file), "--person", "case", "--out", str(out)]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert out.read_bytes() == ("\ufeff" + ",".join(HEADING) + "\r\n").encode()


@pytest.mark.parametrize(
    ("window", "said", "code"),
    [
        (["--from", "2021-11-20", "--to", "2021-11-22"], "lies outside the file", 1),
        (["--from", "2026-11-24"], "lies outside the file", 1),
        (["--to", "2026-11-22"], "lies outside the file", 1),
        (["--from", "2026-11-20"], "reaches beyond the file", 0),
        (["--from", "2026-11-23 14:00"], "'case' has no visit between", 0),
        (["--from", "2026-11-23", "--to", "2026-11-23"], "reaches beyond the file", 0),
        (["--back-from", "2026-11-25"], "lies outside the file", 1),
    ],
)
def test_a_window_that_leaves_the_file_is_said(
    tmp_path: Path, window: list[str], said: str, code: int
) -> None:
    file, out = tmp_path / "visits.csv", tmp_path / "contacts.csv"
    file.write_text(HEAD + f"case,v,{T},{T + 600}\nguest,w,{T},{T + 9000}\n")
    command = ["trace", "contacts", str(file), "--person", "case", "--out", str(out), *window]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == code
    assert said in result.stderr + str(result.exception or "")
    assert out.exists() == (code == 0)


@pytest.mark.parametrize("shift", [-BASE, -10 * 365 * 86400, 0])
def test_a_log_of_any_year_gives_the_same_contacts(shift: int) -> None:
    stays = [Stay(0, 0, 0, 900), Stay(1, 0, 300, 1200), Stay(2, 1, 100, 200), Stay(2, 0, 800, 5000)]
    plain = as_table(stays)
    shifted = VisitTable(
        plain.people,
        plain.venues,
        plain.person,
        plain.venue,
        plain.entered + shift,
        plain.left + shift,
    )
    wanted = list(find_contacts(plain, "0", None, None, 60, 2))
    found = find_contacts(shifted, "0", None, None, 60, 2)
    assert [(*line[:2], line[2] - shift, *line[3:]) for line in found] == wanted
    assert len(wanted) == 2


def test_a_window_wider_than_the_file_is_the_whole_file() -> None:
    table = as_table([Stay(0, 0, 0, 900), Stay(1, 0, 300, 1200)])
    whole = find_contacts(table, "0", None, None, 60, 1)
    assert find_contacts(table, "0", -(10**12), 10**12, 60, 1) == whole
    assert find_contacts(table, "0", 10**11, 10**12, 60, 1) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--person", "9"], "no visit of '9'"),
        (["--person", "a", "--degrees", "0"], "counted from 1"),
        (["--person", "a", "--from", "gestern"], "--from 'gestern' is no time"),
        (["--person", "a", "--to", "1795402800000"], "--to '1795402800000' is not in epoch"),
        (["--person", "a", "--from", str(T + 9), "--to", str(T)], "before it starts"),
        (["--person", "a", "--back-to", "morgen"], "--back-to 'morgen' is no time"),
        (["--person", "a", "--back-from", str(T + 9), "--back-to", str(T)], "before it starts"),
    ],
)
def test_a_question_that_makes_no_sense_leaves_no_file(
    tmp_path: Path, options: list[str], message: str
) -> None:
    visits, out = tmp_path / "visits.csv", tmp_path / "contacts.csv"
    visits.write_text(HEAD + f"a,v,{T},{T + 200}\nb,v,{T},{T + 200}\n")
    command = ["trace", "contacts", str(visits), *options, "--out", str(out)]
    result = CliRunner().invoke(app, command)
    assert isinstance(result.exception, QuestionError | NotInFileError)
    assert message in str(result.exception)
    assert not out.exists()


def test_a_file_of_too_many_years_and_a_folder_that_is_not_there_are_said_in_words(
    tmp_path: Path,
) -> None:
    visits = tmp_path / "visits.csv"
    visits.write_text(HEAD + "a,v,2001-01-01,\nb,v,2099-01-01T00:00:00Z,\n")
    with pytest.raises(QuestionError, match="is a year mistyped"):
        find_contacts(read_visits(visits), "a", None, None, 60, 1)
    visits.write_text(HEAD + f"a,v,{T},{T + 200}\n")
    with pytest.raises(WriteError, match="cannot be written: No such file"):
        contacts_command(visits, "a", out=tmp_path / "nowhere" / "out.csv")
