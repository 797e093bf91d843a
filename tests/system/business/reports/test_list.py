"""GET /reports/ and POST /reports/<id>/settled"""

import re
from collections.abc import Iterator

import pytest

from ansim.domain.codes import readable
from ansim.domain.reports import ReportReason
from support.house import Open
from support.system import SeededVenue, System

FOREIGN = "7Q2M7Q2M7Q2M7Q2M"


@pytest.fixture(autouse=True)
def none_left(system: System) -> Iterator[None]:
    yield
    with system.owner("main") as connection:
        connection.execute("DELETE FROM business_codereport")


def report(
    system: System, code: str, venue: int | None, reason: int = 1, *, number: int = 1
) -> None:
    """As the gateway writes it: under its own role, by its function, nothing but code, venue and reason."""
    with system.connect_as("gateway", "main") as connection:
        for _ in range(number):
            connection.execute(
                "SELECT business_report_code(%s, %s, %s::smallint)", (code, venue, reason)
            )


def lines(page: str) -> list[str]:
    return re.findall(r"<tr>(?:(?!</tr>).)*<td.*?</tr>", page, re.DOTALL)


def test_a_code_stands_once_with_its_count_the_most_reported_first(
    browse: Open, system: System
) -> None:
    cafe: SeededVenue = system.venues["cafe"]
    report(system, FOREIGN, None, ReportReason.OTHER)
    report(system, cafe.code, cafe.id, ReportReason.STUCK_OVER, number=3)
    report(system, cafe.code, cafe.id, ReportReason.UNREADABLE)
    first, second = lines(browse("business", "registrar").get("/reports/").text)
    assert cafe.name in first
    assert readable(cafe.code) in first
    assert '<td data-head="신고 수" class="number">4</td>' in first
    assert "다른 QR이 덧붙어 있음" in first
    assert "읽히지 않음" in first
    assert "등록되지 않은 코드" in second
    assert readable(FOREIGN) in second


def test_a_zone_is_named_with_its_place_and_a_text_that_was_no_code_is_listed_too(
    browse: Open, system: System
) -> None:
    food = system.venues["food"]
    report(system, food.code, food.id)
    report(system, "", None, 99)
    page = browse("business", "registrar").get("/reports/").text
    assert "동문시장 · 먹거리 골목" in page
    assert "기타" in page


def test_settling_ends_what_was_seen_and_keeps_what_came_since(
    browse: Open, system: System
) -> None:
    hall = system.venues["hall"]
    report(system, hall.code, hall.id, number=2)
    registrar = browse("business", "registrar")
    page = registrar.get("/reports/").text
    settle = re.search(r'action="(/reports/\d+/settled)"', page)
    assert settle
    report(system, hall.code, hall.id)
    after = registrar.post(settle[1], "/reports/")
    (left,) = lines(after.text)
    assert '<td data-head="신고 수" class="number">1</td>' in left
    with system.owner("main") as connection:
        settled = connection.execute(
            "SELECT count(*) FROM business_codereport r JOIN accounts_staff s ON s.id = settled_by_id"
            " WHERE login = 'registrar' AND settled_at IS NOT NULL"
        ).fetchone()
    assert settled == (2,)


def test_of_more_than_a_page_the_rest_moves_up(browse: Open, system: System) -> None:
    for number in range(102):
        report(system, f"{number:016}", None)
    registrar = browse("business", "registrar")
    page = registrar.get("/reports/").text
    assert len(lines(page)) == 100
    assert "더 있습니다" in page
    shown = re.findall(r'action="(/reports/\d+/settled)"', page)
    for settle in shown[:2]:
        registrar.post(settle, "/reports/")
    last = registrar.get("/reports/").text
    assert len(lines(last)) == 100
    assert "더 있습니다" not in last


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM business_codereport",
        "UPDATE business_codereport SET settled_at = now()",
        "DELETE FROM business_codereport",
        "INSERT INTO business_codereport (code, reason, settled_at) VALUES ('', 1, now())",
    ],
)
def test_the_gateway_adds_reports_and_does_nothing_else_with_them(
    system: System, statement: str
) -> None:
    import psycopg

    with (
        system.connect_as("gateway", "main") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


@pytest.mark.parametrize(
    "code", ["abc", "7q2m7q2m7q2m7q2m", "7Q2M7Q2M7Q2M7Q2I", "7Q2M7Q2M7Q2M7Q2M0"]
)
def test_what_is_no_code_is_not_kept(system: System, code: str) -> None:
    import psycopg

    with pytest.raises(psycopg.Error):
        report(system, code, None)


def test_strangers_see_no_report(browse: Open) -> None:
    assert browse("business").get("/reports/").url.path == "/sign-in"


def test_the_table_holds_no_column_about_a_visitor(system: System) -> None:
    with system.owner("main") as connection:
        rows = connection.execute(
            "SELECT column_name::text FROM information_schema.columns"
            " WHERE table_name = 'business_codereport'"
        ).fetchall()
    known = ["code", "id", "reason", "reported_at", "settled_at", "settled_by_id", "venue_id"]
    assert sorted(row[0] for row in rows) == known
