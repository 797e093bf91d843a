"""Campaigns on the signing page in Chromium: the very words are shown, and a text of another form is not signed."""

import base64
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Playwright, expect

from ansim.domain.campaigns.message_words import CampaignTemplate
from ansim.domain.campaigns.signed_campaign import Campaign
from ansim.domain.signed_texts import write_text
from ansim.settings.environment import signing_host
from support.campaigns import DAY, words_of
from support.grants import text_fields
from support.house import House
from support.phone import ARGUMENTS, executable

pytestmark = pytest.mark.browser


def campaign(**changes: Any) -> bytes:
    said = Campaign(
        **text_fields(case="2611-7KQ2M", template=CampaignTemplate.TEST, version="2026-11-28"),
        words=words_of(),  # type: ignore[arg-type]
        day=DAY,
        result="ab" * 32,
        people="cd" * 32,
        count=73,
        channels=["sms"],
        cap=219,
        night=False,
        requester="S-OFFICER1",
    )
    heading, body = write_text(said).split(b"\n", 1)
    told = msgspec.json.decode(body) | changes
    return heading + b"\n" + msgspec.json.encode(told, order="sorted")


WRONG: dict[str, Callable[[], bytes]] = {
    "no words": lambda: campaign(words={}),
    "another language": lambda: campaign(words={"vi": "{ref}"}),
    "no reference": lambda: campaign(words={"ko": "검사를 받아 주세요"}),
    "two references": lambda: campaign(words={"ko": "{ref} {ref}"}),
    "a line that turns around": lambda: campaign(words={"ko": "\u202e{ref}"}),
    "another channel": lambda: campaign(channels=["voice"]),
    "no channel": lambda: campaign(channels=[]),
    "another template": lambda: campaign(template="gossip"),
    "nobody": lambda: campaign(count=0),
    "a day in words": lambda: campaign(day="tomorrow"),
    "a field more": lambda: campaign(link="..."),
}


def test_it_shows_just_the_words_that_go_out_and_signs_no_other_form(
    playwright: Playwright, house: House
) -> None:
    house.need("signing")
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    page = browser.new_page(viewport={"width": 360, "height": 760})

    def show(text: bytes) -> None:
        page.goto("about:blank")
        page.goto(f"{signing_host()}/#text={base64.urlsafe_b64encode(text).decode().rstrip('=')}")

    try:
        title = page.get_by_role("heading", level=1)
        show(campaign())
        expect(title).to_have_text("안내 발송에 서명")
        for one in (*words_of().values(), "73명", "최대 219번", "S-OFFICER1"):
            expect(page.locator("#facts")).to_contain_text(one)
        for name, make in WRONG.items():
            show(make())
            expect(title, name).to_have_text("서명할 수 없는 내용입니다")
    finally:
        browser.close()
