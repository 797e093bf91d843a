from collections.abc import Iterator
from pathlib import Path

import pytest

from ansim.visitor.api.app_files import AppFiles
from support.system import System, own_folder, running_system

BUILT = AppFiles().find("index.html") is not None


@pytest.mark.parametrize("path", ["/", "/v/7Q2M4X9KTB3HW5ZD", "/demo/messages"])
def test_pages_run_nothing_from_elsewhere_and_nothing_inline(system: System, path: str) -> None:
    answer = system.http.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith(("default-src 'self'", "default-src 'none'"))
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "server" not in answer.headers


@pytest.mark.skipif(BUILT, reason="the visitor app is built here")
def test_without_a_build_the_page_says_how_to_build(system: System) -> None:
    answer = system.http.get("/", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "make web" in answer.text


@pytest.mark.skipif(not BUILT, reason="the visitor app is not built here")
def test_a_venues_address_opens_the_app(system: System) -> None:
    answer = system.http.get(f"/v/{system.venues['cafe'].code}")
    assert answer.status_code == 200
    assert '<div id="app">' in answer.text
    assert (
        system.http.get("/", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    )


@pytest.mark.skipif(not BUILT, reason="the visitor app is not built here")
@pytest.mark.parametrize(
    ("wished", "language"),
    [
        ("ja-JP,ja;q=0.9", "ja"),
        ("zh-CN", "zh"),
        ("en-GB, ko;q=0.2", "en"),
        ("fr", "ko"),
        ("", "ko"),
    ],
)
def test_the_page_sends_the_readers_words_ahead(system: System, wished: str, language: str) -> None:
    answer = system.http.get("/", headers={"Accept-Language": wished})
    address, kind = answer.headers["link"].split("; ")
    assert kind == "rel=modulepreload"
    assert address.startswith(f"</app/assets/{language}-")
    assert system.http.get(address.strip("<>")).status_code == 200
    assert "accept-language" in answer.headers["vary"]


def test_the_app_is_read_again_when_it_is_built_anew(tmp_path: Path) -> None:
    import os

    files = AppFiles(tmp_path)
    assert files.find("index.html") is None
    (tmp_path / "index.html").write_text("one")
    first = files.find("index.html")
    (tmp_path / "index.html").write_text("two")
    os.utime(tmp_path / "index.html", (1, 1))
    second = files.find("index.html")
    assert first
    assert second
    assert (first.content, second.content) == (b"one", b"two")
    assert files.find("../secret") is None


def test_the_demos_messages_are_a_page_in_the_visitors_language(system: System) -> None:
    system.http.post(
        "/v1/verifications", json={"phone": "010-0000-1201"}, headers={"Accept-Language": "ko"}
    )
    page = system.http.get("/demo/messages", headers={"Accept-Language": "en"})
    assert "Messages of the demo" in page.text
    assert "010-0000-1201" in page.text
    assert "인증번호" in page.text


def test_outside_a_demo_there_is_no_such_page_and_no_channel_is_said(
    shared_nothing: System,
) -> None:
    assert shared_nothing.http.get("/demo/messages").status_code == 404
    answer = shared_nothing.http.post("/v1/verifications", json={"phone": "010-0000-1202"})
    assert (answer.status_code, answer.json()["code"]) == (503, "no-message-channel")
    assert "ANSIM_SMS_URL" in shared_nothing.gateway_log()


@pytest.fixture
def shared_nothing() -> Iterator[System]:
    with own_folder() as folder, running_system(folder, ANSIM_DEMO="0") as running:
        yield running


@pytest.mark.parametrize(
    "host", ["attacker.example", "localhost.attacker.example", "10.0.0.7:8080"]
)
def test_a_demos_codes_are_not_read_under_a_name_that_leads_here(system: System, host: str) -> None:
    assert system.http.get("/demo/messages", headers={"Host": host}).status_code == 404
