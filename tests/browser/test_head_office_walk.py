"""A head office's walk on a small phone: a list with errors, mended, taken in, approved, posters; a clerk's page too"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect

from support.house import House
from support.lists import csv, shop
from support.owner import e164, fresh_phone, new_business
from support.owner_pages import look, open_portal, sign_in
from support.phone import ARGUMENTS, executable
from support.signed_in import let_in

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parents[2] / ".cache" / "lists"
WORK = 90_000  # ms until the worker has done a task on a busy machine


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


def head_office(phone: str) -> Any:
    """The account of a number that works for a head office."""
    from ansim.business.models import Membership, Owner
    from ansim.business.owners.owner_desk import owner_desk

    owner = Owner.objects.get(phone_index=owner_desk().index(e164(phone)))
    made = new_business("바람빵집 본사")
    Membership.objects.create(business=made, owner=owner, role="head_office")
    return made


@pytest.mark.usefixtures("worker")
def test_a_head_office_mends_its_list_and_prints_its_posters(
    chromium: Browser,
    house: House,
    tmp_path: Path,
) -> None:
    wrong: list[str] = []
    found: dict[str, list[str]] = {}
    page, phone = open_portal(chromium, house, wrong), fresh_phone()
    PICTURES.mkdir(parents=True, exist_ok=True)

    def seen(name: str, where: Any = page) -> None:
        look(where, name, found)
        where.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    page.goto("/my/sign-in")
    sign_in(page, phone)
    expect(page.get_by_role("heading", name="내 사업장")).to_be_visible()
    head_office(phone)
    page.goto("/my/")
    page.get_by_role("link", name="여러 사업장 한 번에").click()
    seen("lists")
    page.get_by_role("link", name="파일 고르기").click()
    seen("new")
    page.get_by_role("button", name="미리 보기").click()
    expect(page.get_by_label("파일 (XLSX 또는 CSV)")).to_be_focused()
    seen("new-refused")
    bad = tmp_path / "점포 목록.csv"
    bad.write_bytes(csv([shop(1), shop(2, latitude="남쪽"), shop(3)]))
    page.get_by_label("파일 (XLSX 또는 CSV)").set_input_files(bad)
    page.get_by_role("button", name="미리 보기").click()
    expect(page.get_by_text("들어온 행 3개")).to_be_visible(timeout=WORK)
    seen("preview")
    page.get_by_role("link", name="거부 1", exact=True).click()
    expect(page.get_by_text("남쪽")).to_be_visible()
    seen("refused")
    page.get_by_role("button", name="이 파일 버리기").click()
    expect(page.get_by_text("반영한 것은 없습니다")).to_be_visible()
    good = tmp_path / "점포 목록 2.csv"
    good.write_bytes(csv([shop(1), shop(2), shop(3)]))
    page.goto("/my/lists/new")
    page.get_by_label("파일 (XLSX 또는 CSV)").set_input_files(good)
    page.get_by_label("전체 목록", exact=False).check()
    page.get_by_role("button", name="미리 보기").click()
    page.get_by_role("button", name="반영하기").click(timeout=WORK)
    expect(page.get_by_text("사업장 3곳은 담당자 확인을 기다립니다")).to_be_visible(timeout=WORK)
    seen("waiting")

    clerk = open_portal(chromium, house, wrong)
    house.staff  # noqa: B018 enrolled when first asked for
    let_in(clerk, house.addresses["business"], "registrar")
    clerk.goto("/lists/waiting/")
    seen("clerk-waiting", clerk)
    waiting = clerk.locator("section.card").first
    waiting.get_by_role("link", name="바람빵집 본사").last.click()
    seen("clerk-decides", clerk)
    tick_all = clerk.get_by_label("보이는 것 모두 고르기")
    if (
        tick_all.count()
    ):  # the business's own first venue is near none of these, but names are alike
        tick_all.check()
        clerk.get_by_role("button", name="고른 것 승인").click()
    else:
        clerk.get_by_role("button", name="확인할 것 없는 3곳 승인").click()
    page.reload()
    expect(page.get_by_text("목록을 반영했습니다. 포스터는")).to_be_visible(timeout=WORK)

    page.goto("/my/lists/")
    page.get_by_role("link", name="포스터: 바람빵집 본사").click()
    seen("posters")
    page.get_by_role("button", name="만들기").click()
    expect(page.get_by_text("포스터 3장이 준비되었습니다")).to_be_visible(timeout=WORK)
    seen("order")
    with page.expect_download() as download:
        page.get_by_role("link", name="ZIP").click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert names == [f"{row:04d}-바람빵집 {row - 1}호.pdf" for row in (2, 3, 4)]

    fewer = tmp_path / "점포 목록 3.csv"
    fewer.write_bytes(csv([shop(1), shop(2, phone="064-700-7777")]))
    page.goto("/my/lists/new")
    page.get_by_label("파일 (XLSX 또는 CSV)").set_input_files(fewer)
    page.get_by_label("전체 목록", exact=False).check()
    page.get_by_role("button", name="미리 보기").click()
    page.get_by_role("link", name="운영 종료 후보 보기").click(timeout=WORK)
    seen("closings")
    page.get_by_label("바람빵집 3호 운영 종료").check()
    page.get_by_role("button", name="고른 대로 저장").click()
    page.get_by_role("link", name="파일로 돌아가기").click()
    seen("changes")
    page.get_by_role("button", name="반영하기").click()
    expect(page.get_by_text("목록을 반영했습니다. 포스터는")).to_be_visible(timeout=WORK)
    assert wrong == []
    assert found == {}
