"""The signing page in Chromium: what it refuses, what it shows, and what it leaves behind."""

import base64
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from ansim.domain.found_summary import FoundSummary
from ansim.domain.search_results import ResultTerms
from ansim.domain.shift_grants import MOST_CASES, ShiftGrant
from ansim.domain.signed_places import MOST_STAYS, SignedPlaces
from ansim.domain.signed_texts import KeyEnrolment, SignedText, new_ref, write_text
from ansim.domain.warrant import LegalBasis, Purpose, Warrant, warrant_mark
from ansim.domain.work_lists import WorkList
from ansim.settings.environment import signing_host
from support.authenticator import b64
from support.house import House
from support.owner_pages import picture
from support.patience import until
from support.phone import ARGUMENTS, executable
from support.signed_in import let_in
from support.signing_page import MAKE, SIGN, enrol_key, with_authenticator, word_of

pytestmark = pytest.mark.browser


@pytest.fixture
def chromium(playwright: Playwright, house: House) -> Iterator[Browser]:
    house.need("vault")  # says which keys somebody has
    browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser, house: House) -> Page:
    assert house.addresses["signing"]
    return chromium.new_page(viewport={"width": 360, "height": 760})


def site() -> str:
    return signing_host().partition("://")[2]


TERMS = ResultTerms(
    direction="forward",
    start=1_790_000_000,
    end=1_790_086_400,
    minimum_overlap=900,
    degrees=2,
    latent=0,
    residual=1800,
    limit=2000,
    close=None,
)


def warrant(**changes: Any) -> bytes:
    now = int(time.time())
    said = Warrant(
        ref=new_ref(),
        at=now,
        until=now + 3600,
        site=site(),
        case="2611-7KQ2M",
        terms=TERMS,
        people=37,
        result="ab" * 32,
        cap=47,
        article=LegalBasis.IDCPA_76_2_1,
        purpose=Purpose.QUARANTINE_CONTACTS,
        requester="S-OFFICER1",
        found=FoundSummary(close=21, casual=9, unlikely=4, further=3, venues=6, most=(18, 7, 5)),
    )
    return write_text(msgspec.structs.replace(said, **changes))


def grant(**changes: Any) -> bytes:
    now = int(time.time())
    cases = ("2611-3ABCD", "2611-7KQ2M")
    said = ShiftGrant(ref=new_ref(), at=now, until=now + 3600, site=site(), cases=cases)
    return write_text(msgspec.structs.replace(said, **changes))


def places(**changes: Any) -> bytes:
    now = int(time.time())
    said = SignedPlaces(
        ref=new_ref(),
        at=now,
        until=now + 3600,
        site=site(),
        case="2611-7KQ2M",
        stays=((17, now - 7200, now - 3600), (4021, now - 3600, now)),
        why="cctv",
    )
    return write_text(msgspec.structs.replace(said, **changes))


def work_list(**changes: Any) -> bytes:
    now = int(time.time())
    said = WorkList(
        ref=new_ref(),
        at=now,
        until=now + 3600,
        site=site(),
        case="2611-7KQ2M",
        warrant="cd" * 32,
        people="ef" * 32,
        count=40,
    )
    return write_text(msgspec.structs.replace(said, **changes))


def address(text: bytes, **more: str) -> str:
    sent = base64.urlsafe_b64encode(text).decode().rstrip("=")
    return f"{signing_host()}/#text={sent}" + "".join(f"&{k}={v}" for k, v in more.items())


def test_it_shows_the_text_in_its_own_words_and_clears_the_address(page: Page) -> None:
    text = warrant()
    page.goto(address(text))
    expect(page.get_by_role("heading", level=1)).to_have_text("승인서에 서명")
    shown = page.locator("main").inner_text()
    for words in (
        warrant_mark(text),
        "37명",
        "47명까지",
        "접촉자 격리",
        "15분",
        "30분",
        "2차까지",
        "밀접 21 · 일상 9",
        "6곳",
        "18명 · 7명 · 5명",
    ):
        assert words in shown
    assert page.url == f"{signing_host()}/"
    assert page.evaluate("history.length") <= 2
    assert page.evaluate("document.cookie") == ""
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign a warrant")
    expect(page.locator("main")).to_contain_text("Quarantine contacts")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("text", "title", "words", "title_en"),
    [
        (
            grant,
            "오늘 업무 시작에 서명",
            ("2건", "2611-3ABCD", "2611-7KQ2M"),
            "Sign to begin today's work",
        ),
        (
            lambda: warrant(terms=msgspec.structs.replace(TERMS, stays="cd" * 32)),
            "승인서에 서명",
            ("직접 입력한 체류 지문", "cd" * 32),
            "Sign a warrant",
        ),
        (
            places,
            "장소 조회에 서명",
            ("2611-7KQ2M", "CCTV", "장소 번호 17", "장소 번호 4021"),
            "Sign for places",
        ),
        (work_list, "명단에 서명", ("2611-7KQ2M", "40명", "ef" * 32), "Sign for a work list"),
    ],
)
def test_it_shows_every_case_and_every_stay(
    page: Page, text: Callable[[], bytes], title: str, words: tuple[str, ...], title_en: str
) -> None:
    page.goto(address(text()))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    shown = page.locator("main").inner_text()
    for word in words:
        assert word in shown
    picture(page, f"signing-{title_en.rsplit(maxsplit=1)[-1]}-ko")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title_en)
    picture(page, f"signing-{title_en.rsplit(maxsplit=1)[-1]}-en")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_longest_grant_and_the_most_places_are_shown_whole(page: Page) -> None:
    cases = tuple(f"2611-{number:05}" for number in range(MOST_CASES))
    page.goto(address(grant(cases=cases)))
    expect(page.locator("main")).to_contain_text(cases[-1])
    stays = tuple((number + 1, 10**9, 10**9 + 60) for number in range(MOST_STAYS))
    page.goto(address(places(stays=stays)))
    expect(page.locator("#facts")).to_contain_text(f"장소 번호 {MOST_STAYS}:")


def refit(text: bytes, **changes: Any) -> bytes:
    heading, body = text.split(b"\n", 1)
    told = msgspec.json.decode(body) | changes
    return heading + b"\n" + msgspec.json.encode(told, order="sorted")


COUNTS = {"casual": 9, "close": 21, "further": 3, "most": [18], "unlikely": 4, "venues": 1}
WRONG: dict[str, Callable[[], bytes]] = {
    "no text": lambda: b"",
    "an unknown kind": lambda: warrant().replace(b"ansim-warrant", b"ansim-nothing"),
    "an old kind": lambda: warrant().replace(b"-v2", b"-v1"),
    "a field more": lambda: refit(warrant(), note="..."),
    "another site": lambda: warrant(site="console.evil.example"),
    "over its time": lambda: warrant(at=1, until=2),
    "an unknown purpose": lambda: refit(warrant(), purpose="curiosity"),
    "a number as words": lambda: refit(warrant(), cap="47"),
    "a negative number": lambda: refit(warrant(), people=-1),
    "a broken number": lambda: refit(warrant(), cap=47.5),
    "another spelling": lambda: warrant().replace(b'"cap":', b'"cap": '),
    "a field twice": lambda: warrant().replace(b'"cap":47', b'"cap":1,"cap":47'),
    "too long": lambda: refit(warrant(), site="x" * 9000),
    "no UTF-8": lambda: b"ansim-warrant-v2\n\xff",
    "no case": lambda: refit(grant(), cases=[]),
    "a case twice": lambda: refit(grant(), cases=["2611-7KQ2M"] * 2),
    "cases out of order": lambda: refit(grant(), cases=["2611-7KQ2M", "2611-3ABCD"]),
    "too many cases": lambda: refit(grant(), cases=[f"2611-{n:05}" for n in range(51)]),
    "cases in words": lambda: refit(grant(), cases="2611-7KQ2M"),
    "a broken digest of stays": lambda: warrant(terms=msgspec.structs.replace(TERMS, stays="cd")),
    "no digest of stays": lambda: warrant(terms=msgspec.structs.replace(TERMS, stays=None)),
    "a stay that runs backward": lambda: refit(places(), stays=[[1, 20, 10]]),
    "a stay without its end": lambda: refit(places(), stays=[[1, 20]]),
    "no stay": lambda: refit(places(), stays=[]),
    "no counts": lambda: warrant(found=None),
    "a venue in the counts": lambda: refit(warrant(), found=COUNTS | {"most": [[17, 18]]}),
    "a count more": lambda: refit(warrant(), found=COUNTS | {"others": 1}),
    "a list of a broken count": lambda: refit(work_list(), count=0.5),
    "a name of every object": lambda: refit(warrant(), __proto__=1),
}


@pytest.mark.parametrize("wrong", list(WRONG))
def test_what_it_has_no_words_for_it_does_not_sign(page: Page, wrong: str) -> None:
    page.goto(address(WRONG[wrong]()))
    expect(page.get_by_role("heading", level=1)).to_have_text("서명할 수 없는 내용입니다")
    expect(page.get_by_role("button", name="서명")).to_have_count(0)


def test_at_another_name_of_the_same_machine_it_signs_nothing(page: Page) -> None:
    text = warrant(site=site().replace("localhost", "127.0.0.1"))
    page.goto(address(text).replace("localhost", "127.0.0.1"))
    expect(page.get_by_role("heading", level=1)).to_have_text("서명할 수 없는 내용입니다")


def test_no_page_frames_it(page: Page, house: House) -> None:
    page.goto(house.addresses["investigation"] + "/sign-in")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.evaluate(
        """address => {
          const one = document.createElement("iframe");
          one.src = address;
          document.body.append(one);
        }""",
        address(warrant()),
    )
    until(lambda: page.title() and refused, "the browser says that it refused")
    assert [frame.url for frame in page.frames if frame.url.startswith(signing_host())] == []


def test_a_wrong_word_enrols_nothing_and_a_right_one_serves_once(
    chromium: Browser, house: House
) -> None:
    assert house.addresses["signing"]
    page = chromium.new_page(base_url=house.addresses["investigation"])
    let_in(page, house.addresses["investigation"], "officer2")
    word = word_of("officer2")
    wrong = ("0" if word[0] != "0" else "1") + word[1:]
    for _ in range(2):
        page.goto("/keys/")
        page.get_by_role("button", name="키 등록").click()
        page.get_by_label("일회용 등록 코드").fill(wrong)
        page.get_by_role("button", name=MAKE["device"], exact=True).click()
        expect(page.get_by_text("일회용 등록 코드가 틀렸거나")).to_be_visible()
    enrol_key(page, word.lower().replace("-", " "), "device")
    expect(page.locator("main")).to_contain_text("기기 키(보안이 더 약함)")
    page.get_by_role("button", name="키 등록").click()
    page.get_by_label("일회용 등록 코드").fill(word)
    page.get_by_role("button", name=MAKE["device"], exact=True).click()
    expect(page.get_by_text("일회용 등록 코드가 틀렸거나")).to_be_visible()


def test_a_device_key_cannot_be_carried_off(chromium: Browser, house: House) -> None:
    assert house.addresses["signing"]
    page = chromium.new_page(base_url=house.addresses["investigation"])
    let_in(page, house.addresses["investigation"], "officer2")
    enrol_key(page, word_of("officer2"), "device")
    page.goto(signing_host())
    taken = page.evaluate(
        """async () => {
          const base = await new Promise((done) => {
            const opened = indexedDB.open("ansim-signing", 1);
            opened.onsuccess = () => done(opened.result);
          });
          const asked = base.transaction("device").objectStore("device").getAll();
          const [row] = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
          return crypto.subtle.exportKey("pkcs8", row.pair.privateKey).then(() => "taken", (error) => error.name);
        }"""
    )
    assert taken == "InvalidAccessError"


def test_a_device_that_cannot_make_sure_of_its_person_enrols_none(page: Page) -> None:
    with_authenticator(page, verified=False)
    now = int(time.time())
    said: SignedText = KeyEnrolment(
        ref=new_ref(), at=now, until=now + 600, site=site(), staff="S-OFFICER1", role="officer"
    )
    page.goto(address(write_text(said)))
    page.get_by_label("일회용 등록 코드").fill("0123-4567-89AB-CDEF")
    page.get_by_role("button", name=MAKE["passkey"], exact=True).click()
    expect(page.get_by_text("키를 만들지 못했습니다")).to_be_visible()


def test_a_mistyped_word_costs_no_key_of_before(chromium: Browser, house: House) -> None:
    assert house.addresses["signing"]
    page = chromium.new_page(base_url=house.addresses["investigation"])
    let_in(page, house.addresses["investigation"], "officer2")
    enrol_key(page, word_of("officer2"), "device")
    with house.system.owner("identity") as identity:
        (enrolled,) = identity.execute(
            "SELECT credential FROM vault.staff_key WHERE staff = %s ORDER BY made_at DESC LIMIT 1",
            [house.staff["officer2"].ref],
        ).fetchall()
    page.get_by_role("button", name="키 등록").click()
    page.get_by_label("일회용 등록 코드").fill("0000-0000-0000-0000")
    page.get_by_role("button", name=MAKE["device"], exact=True).click()
    expect(page.get_by_text("일회용 등록 코드가 틀렸거나")).to_be_visible()
    for credential, there in ((bytes(enrolled[0]), True), (b"?" * 32, False)):
        page.goto("about:blank")
        page.goto(address(warrant(), device=b64(credential)))
        expect(page.get_by_role("heading", level=1)).to_have_text("승인서에 서명")
        button = page.get_by_role("button", name=SIGN["device"], exact=True)
        expect(button).to_be_visible(visible=there)
