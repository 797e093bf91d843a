"""What somebody at a door meets beside a check-in: lost addresses, strange posters, what a withdrawal leaves."""

import time
from datetime import date, timedelta
from typing import Any

import pytest

from ansim.domain.days import local_day
from ansim.domain.policy import CONSENT
from ansim.domain.reports import ReportReason
from support.system import System
from support.visitor import Visitor

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("path", ["/nowhere", "/v", "/v/CODE/more", "/app/none.html", "/v1/none"])
@pytest.mark.parametrize(
    ("language", "words"), [("ko", "처음 화면으로"), ("en", "To the start"), ("ja", "最初の画面へ")]
)
def test_a_browser_reads_a_page_at_an_unknown_address(
    system: System, path: str, language: str, words: str
) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": language}
    answer = system.http.get(path, headers=headers)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert words in answer.text
    assert "urn:ansim" not in answer.text
    assert path.strip("/") not in answer.text.split("</style>")[1] or path == "/v"


@pytest.mark.parametrize("accept", ["application/json", "*/*", ""])
def test_a_program_reads_a_problem_there(system: System, accept: str) -> None:
    answer = system.http.get("/nowhere", headers={"Accept": accept})
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_strange_qr_reaches_a_clerk(system: System, reports: Any) -> None:
    cafe = system.venues["cafe"]
    typed = "-".join(cafe.code[start : start + 4] for start in range(0, 16, 4)).lower()
    for body in (
        {"reason": "stuck-over", "venue": typed},
        {"reason": "other-venue"},
        {"reason": "unreadable", "venue": "0" * 16},
        {"reason": "other", "venue": "no code of anybody"},
    ):
        answer = system.http.post("/v1/code-reports", json=body)
        assert answer.status_code == 204, answer.text
    assert reports() == [
        (cafe.id, ReportReason.STUCK_OVER, cafe.code),
        (None, ReportReason.OTHER_VENUE, ""),
        (None, ReportReason.UNREADABLE, "0" * 16),
        (None, ReportReason.OTHER, ""),
    ]


@pytest.mark.parametrize("body", [{}, {"reason": "bad"}, {"reason": "other", "venue": "x" * 301}])
def test_a_report_of_another_shape_is_malformed(
    system: System, reports: Any, body: dict[str, str]
) -> None:
    assert system.http.post("/v1/code-reports", json=body).json()["code"] == "malformed"
    assert reports() == []


def test_the_gateway_reads_no_report(system: System) -> None:
    with (
        system.connect_as("gateway", "main") as connection,
        pytest.raises(Exception, match="denied"),
    ):
        connection.execute("SELECT * FROM business_codereport")


def test_a_withdrawal_says_what_remains_until_when(system: System, visitor: Visitor) -> None:
    answer = visitor.ask("POST", "/v1/me/withdrawal")
    assert answer.status_code == 200
    today = local_day(time.time())
    until = date.fromisoformat(answer.json()["kept_until"])
    assert until - today in (timedelta(days=29), timedelta(days=28))
    assert visitor.row() is not None, "what is said to remain does remain"


def test_consent_has_a_version_and_a_day(system: System) -> None:
    settings = system.http.get("/v1/settings").json()
    assert settings["consent"] == CONSENT.version
    assert settings["call"] == "1339"
    assert date.fromisoformat(settings["consent_since"]) <= local_day(time.time())
    assert settings["child_years"] == 14
