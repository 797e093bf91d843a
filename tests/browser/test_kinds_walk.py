"""A clerk's walk with a file of the register that has kinds nobody knows, and with what became of a head office's files"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from support.house import House
from support.owner import fresh_phone
from support.owner_pages import look, open_portal, picture, sign_in
from support.phone import ARGUMENTS, executable
from support.signed_in import let_in

pytestmark = pytest.mark.browser
WORK = 90_000  # ms until the worker has done a task on a busy machine
HEADING = "관리번호,개방서비스명,영업상태명,사업장명,도로명전체주소\n"
ROWS = [
    f"W-{n},{kind},영업/정상,푸른 곳 {n},제주특별자치도 제주시 없는길 {n} (연동)"
    for n, kind in enumerate(
        ("우주정거장업", "우주정거장업", "달착륙업", "골프장", "출판사", "유흥주점영업")
    )
]


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def nothing_chosen() -> Iterator[None]:
    yield
    from ansim.business.models import LicenceChoice

    LicenceChoice.objects.filter(name__in=("우주정거장업", "달착륙업")).delete()


@pytest.mark.usefixtures("worker")
def test_a_clerk_chooses_for_kinds_that_nobody_knows(
    chromium: Browser, house: House, tmp_path: Path
) -> None:
    house.staff  # noqa: B018 enrolled when first asked for
    wrong: list[str] = []
    found: dict[str, list[str]] = {}
    page = open_portal(chromium, house, wrong)

    def seen(name: str) -> None:
        look(page, name, found)
        picture(page, f"kinds-{name}")

    let_in(page, house.addresses["business"], "registrar")
    file = tmp_path / "register.csv"
    file.write_bytes((HEADING + "\n".join(ROWS) + "\n").encode("cp949"))
    page.goto("/lists/new")
    page.get_by_text("파일 형식").click()
    seen("new")
    page.get_by_label("목록 이름").fill("종류 산책")
    page.get_by_label("파일 (XLSX 또는 CSV)").set_input_files(file)
    page.get_by_role("button", name="미리 보기").click()
    expect(page.get_by_text("모르는 인허가 업종 2가지")).to_be_visible(timeout=WORK)
    seen("preview")
    page.get_by_label("우주정거장업").select_option(label="관광지, 박물관")
    page.get_by_label("달착륙업").select_option("none")
    page.get_by_role("button", name="저장하고 다시 비교").click()
    expect(page.get_by_text("담당자가 손님이 찾아오지 않는")).to_be_visible(timeout=WORK)
    page.get_by_text("누가 무엇을 했나요").click()
    seen("chosen")
    page.goto("/lists/licences")
    expect(page.get_by_label("달착륙업")).to_have_value("none")
    seen("licences")
    page.goto("/lists/waiting/")
    seen("waiting")
    assert wrong == []
    assert found == {}


def test_an_owner_sees_which_words_a_list_may_have(chromium: Browser, house: House) -> None:
    found: dict[str, list[str]] = {}
    page = open_portal(chromium, house, [])
    page.goto("/my/sign-in")
    sign_in(page, fresh_phone())
    page.goto("/my/lists/new")
    page.get_by_text("파일 형식").click()
    expect(page.get_by_text("entertainment-bar", exact=True)).to_be_visible()
    look(page, "new", found)
    picture(page, "kinds-owner-new")
    assert found == {}
