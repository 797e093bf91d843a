"""What holds for every page of both portals."""

import pytest

from support.house import Open

PAGES = [
    ("business", None, "/"),
    ("business", "registrar", "/venues/"),
    ("investigation", None, "/sign-in"),
    ("investigation", "officer", "/cases/"),
    ("investigation", "officer", "/nowhere"),
]


@pytest.mark.parametrize(("portal", "login", "path"), PAGES)
def test_it_is_kept_by_no_cache_and_runs_no_foreign_code(
    browse: Open, portal: str, login: str | None, path: str
) -> None:
    answer = browse(portal, login).get(path)
    assert answer.headers["cache-control"] == "no-store, private"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_it_is_korean_until_somebody_asks_for_english(browse: Open, portal: str) -> None:
    page = browse(portal)
    assert '<html lang="ko">' in page.get("/sign-in").text
    english = page.post("/language", "/sign-in", language="en", next="/sign-in")
    assert '<html lang="en">' in english.text
    assert "Sign in" in english.text


@pytest.mark.parametrize("portal", ["business", "investigation"])
def test_a_page_that_is_not_there_says_so_without_a_stack_trace(browse: Open, portal: str) -> None:
    answer = browse(portal).get("/venues/../etc/passwd%00")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
