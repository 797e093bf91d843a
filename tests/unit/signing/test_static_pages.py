"""The signing page as it is sent: nothing inline, no frame, no cookie, no other file."""

import asyncio
import json
import re
from importlib.resources import files
from typing import Any, get_args

import pytest

from ansim.domain.campaigns.message_words import LANGUAGES, CampaignTemplate
from ansim.domain.campaigns.signed_campaign import LONGEST_TEXT, Campaign
from ansim.domain.found_summary import FoundSummary
from ansim.domain.notification import Notification
from ansim.domain.pathogens import Anchor, presets
from ansim.domain.signed_texts import KeyEnrolment, OpeningOfNames, SigningIn
from ansim.domain.staff_records import Deed, Role, StaffText
from ansim.domain.warrant import LegalBasis, Purpose, Warrant
from ansim.domain.work_lists import WorkList
from ansim.settings.environment import demo_words
from ansim.signing.static_pages import NAMES, StaticSite, site_files

CONSOLE, BUSINESS = "https://console.jeju.example", "https://portal.jeju.example"
ORIGIN = "https://sign.jeju.example"
SITE = StaticSite(site_files(CONSOLE, BUSINESS, ORIGIN), secure=True)
SCRIPT = files("ansim.signing").joinpath("static", "sign.js").read_text("utf-8")
CAMPAIGNS = files("ansim.signing").joinpath("static", "campaigns.js").read_text("utf-8")
RECORDS = files("ansim.signing").joinpath("static", "records.js").read_text("utf-8")
CODES = files("ansim.signing").joinpath("static", "codes.js").read_text("utf-8")
PAGE = files("ansim.signing").joinpath("static", "index.html").read_text("utf-8")


def ask(path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    sent: list[dict[str, Any]] = []

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "method": method, "headers": []}
    asyncio.run(SITE(scope, None, keep))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/records.js", "/codes.js", "/campaigns.js", "/sign.js", "/sign.css"),
        *("/site.json", "/healthz", "/nothing"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_is_strict(path: str, method: str) -> None:
    status, headers, body = ask(path, method)
    assert status == (405 if method == "POST" else 404 if path == "/nothing" else 200)
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" in headers
    assert "set-cookie" not in headers
    assert not [name for name in headers if name.startswith("access-control")]
    assert (body == b"") == (method == "HEAD")


@pytest.mark.parametrize(
    "path", ["/../sign.js", "//sign.js", "/index.html", "/static_pages.py", ""]
)
def test_there_is_no_other_file(path: str) -> None:
    assert ask(path)[0] == 404


def test_the_way_back_is_a_setting_and_nothing_else() -> None:
    assert json.loads(ask("/site.json")[2]) == {
        "investigation": CONSOLE,
        "business": BUSINESS,
        "origin": ORIGIN,
        "codes": "",
        "words": {},
    }
    assert re.findall(r"location\.(?:replace|assign|href)[^;]*", SCRIPT) == [
        "location.replace(`${back()}/signed/${asked.kind}#${base64(encode(JSON.stringify(answer)))}`)",
        "location.replace(`${back()}/`))",
    ]
    assert re.findall(r"\bback = (.+);", SCRIPT) == [
        '() => site[asked?.said.portal ?? portalOf(asked?.kind === "enrolment" ? asked.said.role : "")]'
    ]
    assert re.findall(r"\bsite = (.+)", SCRIPT) == [
        '{ investigation: "", business: "", origin: "", codes: "", words: {} }; // from this page\'s own server: `site.json`',
        'await fetch("/site.json").then((reply) => reply.json(), () => site);',
    ]


def test_nothing_is_inline_and_nothing_comes_from_elsewhere() -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)|\bstyle=|\son\w+=|https?://", PAGE) == []
    assert (
        re.findall(
            r"innerHTML|insertAdjacentHTML|document\.write|eval\(|https?://",
            SCRIPT + RECORDS + CODES + CAMPAIGNS,
        )
        == []
    )
    assert re.findall(r"location|fetch|indexedDB|localStorage", RECORDS + CODES + CAMPAIGNS) == []


def test_every_file_of_the_page_is_served() -> None:
    assert set(NAMES) == {one.name for one in files("ansim.signing").joinpath("static").iterdir()}


def fields_of(kind: str) -> set[str]:
    (body,) = re.findall(rf'^  "?{kind}"?: {{\n(.*?)^  }},', SCRIPT, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"(\w+): ", body))


@pytest.mark.parametrize(
    "kind", [Warrant, OpeningOfNames, WorkList, KeyEnrolment, Notification, SigningIn]
)
def test_the_page_has_words_for_just_the_fields_of_each_kind(kind: type[Warrant]) -> None:
    every = {"ref", "at", "until", "site"}
    assert fields_of(kind.KIND) == set(kind.__struct_fields__) - every


def test_the_page_has_words_for_just_the_fields_of_a_staff_record() -> None:
    every = {"ref", "at", "until", "site"}
    (body,) = re.findall(r"^const RECORD_FIELDS = {\n(.*?)^};", RECORDS, re.MULTILINE | re.DOTALL)
    fields = {one for line in body.splitlines() for one in re.findall(r"(?:^  |\), )(\w+): ", line)}
    # A text that comes with a second half has no form here: each page draws its own.
    assert fields == set(StaffText.__struct_fields__) - every - {"second"}


def test_the_page_has_words_for_just_the_fields_of_a_campaign() -> None:
    every = {"ref", "at", "until", "site"}
    (body,) = re.findall(
        r"^const CAMPAIGN_FIELDS = {\n(.*?)^};", CAMPAIGNS, re.MULTILINE | re.DOTALL
    )
    assert set(re.findall(r"(?:^ |,) (\w+): ", body, re.MULTILINE)) == (
        set(Campaign.__struct_fields__) - every
    )
    (templates,) = re.findall(r"^const CAMPAIGN_TEMPLATES = (.+);", CAMPAIGNS, re.MULTILINE)
    (languages,) = re.findall(r"^const CAMPAIGN_LANGUAGES = (.+);", CAMPAIGNS, re.MULTILINE)
    assert (json.loads(templates), json.loads(languages)) == (
        [one.value for one in CampaignTemplate],
        list(LANGUAGES),
    )
    assert all(
        len(re.findall(rf"[{{ ]{one.value}: \"", CAMPAIGNS)) == 2 for one in CampaignTemplate
    )
    assert f"length <= {LONGEST_TEXT}" in CAMPAIGNS


def test_the_page_knows_every_deed_and_role_of_a_staff_record() -> None:
    (deeds,) = re.findall(r"^const RECORD_DEEDS = (.+);", RECORDS, re.MULTILINE)
    (roles,) = re.findall(r"^const RECORD_ROLES = (.+);", RECORDS, re.MULTILINE)
    assert (json.loads(deeds), json.loads(roles)) == (list(get_args(Deed)), list(get_args(Role)))
    assert all(len(re.findall(rf'[{{ ]"?{one}"?: "', RECORDS)) == 2 for one in get_args(Deed))
    assert all(f" {one}: " in SCRIPT + RECORDS for one in get_args(Role))


def test_the_page_knows_every_purpose_and_legal_basis_in_both_languages() -> None:
    for value in (*(one.value for one in Purpose), *(one.value for one in LegalBasis)):
        assert SCRIPT.count(f'"{value}":') == 2, value


def test_the_page_knows_every_disease_and_the_days_that_they_count_from() -> None:
    for value in (*presets(), *(one.value for one in Anchor)):
        assert len(re.findall(rf'[\s"]{value}"?: ', SCRIPT)) == 2, value
        assert SCRIPT.count(f'"{value}"') >= 1, value


def test_both_languages_have_the_same_words() -> None:
    for script, least in ((SCRIPT, 50), (RECORDS, 15), (CAMPAIGNS, 9)):
        parts = re.findall(r"^  (?:ko|en): {(.*?)^  },", script, re.MULTILINE | re.DOTALL)
        words = [re.findall(r'(?:^|[,\s])"?([\w-]+)"?: (?="|\()', text) for text in parts]
        assert words[0] == words[1]
        assert len(words[0]) > least


def test_one_time_words_are_told_in_a_demo_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIM_DEMO_WORDS", "S-AAAAAAAA=0123-4567-89AB-CDEF S-BBBBBBBB=word")
    monkeypatch.delenv("ANSIM_DEMO", raising=False)
    assert demo_words() == {}
    monkeypatch.setenv("ANSIM_DEMO", "1")
    assert demo_words() == {"S-AAAAAAAA": "0123-4567-89AB-CDEF", "S-BBBBBBBB": "word"}


def test_the_page_shows_every_count_of_what_a_search_found() -> None:
    (body,) = re.findall(r"^const FOUND = {(.*?)};", SCRIPT, re.MULTILINE)
    assert set(re.findall(r"(\w+): ", body)) == set(FoundSummary.__struct_fields__)
