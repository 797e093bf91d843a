"""IndexedDB as phones have it: silent, lost, forbidden. The page is always drawn, and one can always check in."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from support.phone import READ_KEPT, Phone, expect_js, heading, sign_up

pytestmark = pytest.mark.browser

Make = Callable[..., Phone]

# Each replaces something of IndexedDB before the app runs; `window.mend()` makes it well again.
_OPEN = """{
  const open = IDBFactory.prototype.open;
  let opens = 0, ill = true;
  window.mend = () => { ill = false; };
  IDBFactory.prototype.open = function (...given) {
    opens += 1;
    BODY
    return open.apply(this, given);
  };
}"""
_SILENT = "return Object.assign(new EventTarget(), { result: undefined, error: null });"
_REFUSED = """{
  const request = new EventTarget();
  request.error = new DOMException("Connection to Indexed Database server lost", "UnknownError");
  setTimeout(() => request.dispatchEvent(new Event("error")), 5);
  return request;
}"""


def opening(body: str) -> str:
    """A script in which `indexedDB.open` first does `body`."""
    return _OPEN.replace("BODY", body)


FOR_ONCE = {
    "the first open never answers": opening(f"if (opens === 1) {_SILENT}"),
    "two opens never answer": opening(f"if (opens <= 2) {_SILENT}"),
    "the first open fails": opening(f"if (opens === 1) {_REFUSED}"),
    "three opens fail": opening(f"if (opens <= 3) {_REFUSED}"),
    "the first open throws": opening(
        "if (opens === 1) throw new DOMException('not now', 'InvalidStateError');"
    ),
    "the first connection is closing": """{
      const begin = IDBDatabase.prototype.transaction;
      let first = null;
      IDBDatabase.prototype.transaction = function (...given) {
        first ??= this;
        if (first === this) throw new DOMException("The database connection is closing.", "InvalidStateError");
        return begin.apply(this, given);
      };
    }""",
}
FOR_LONG = {
    "no open ever answers": opening(f"if (ill) {_SILENT}"),
    "every open fails": opening(f"if (ill) {_REFUSED}"),
    "every open throws": opening("if (ill) throw new DOMException('private', 'SecurityError');"),
    "no read ever answers": """{
      const get = IDBObjectStore.prototype.get;
      let ill = true;
      window.mend = () => { ill = false; };
      IDBObjectStore.prototype.get = function (...given) {
        const request = get.apply(this, given);
        if (ill) request.addEventListener("success", (event) => event.stopImmediatePropagation());
        return request;
      };
    }""",
}
GONE = "Object.defineProperty(window, 'indexedDB', { value: undefined });"


def drawn_within(phone: Phone, path: str, seconds: float = 3.0) -> Page:
    """Opens an address; the heading stands within so many seconds, of three tries once at least.

    The machine that tests may be busy; a screen that waits for the store does so each time.
    """
    page = phone.open(path)
    for _ in range(3):
        begun = time.monotonic()
        page.reload()
        expect(heading(page)).to_be_visible()
        if time.monotonic() - begun < seconds + 0.5:
            return page
    raise AssertionError(f"{path} never stood within {seconds:.0f} s")


@pytest.mark.parametrize("script", FOR_ONCE.values(), ids=FOR_ONCE)
def test_a_store_that_fails_at_first_is_opened_again_and_nothing_is_asked_anew(
    new_phone: Make, system: Any, script: str
) -> None:
    before = new_phone(home="kept")
    sign_up(before.open(), system)
    expect(heading(before.page)).to_have_text("체크인")
    before.context.close()
    phone = new_phone(home="kept")
    phone.page.add_init_script(script)
    page = drawn_within(phone, f"/v/{system.venues['market'].code}")
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인 완료")
    page = drawn_within(phone, "/#/history")
    expect(page.locator(".visits a")).to_have_count(1)


@pytest.mark.parametrize("script", [*FOR_LONG.values(), GONE], ids=[*FOR_LONG, "no IndexedDB"])
def test_without_a_store_one_verifies_again_and_checks_in_without_a_history(
    phone: Phone, system: Any, script: str
) -> None:
    phone.page.add_init_script(script)
    page = drawn_within(phone, f"/v/{system.venues['cafe'].code}")
    expect(page.get_by_text("휴대전화의 저장 공간을 열지 못했습니다")).to_be_visible()
    sign_up(page, system)
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인 완료")
    expect(page.get_by_role("status")).to_contain_text("내 기록에는 남지 않았습니다")
    [[entry]] = phone.posts("/v1/check-ins")
    assert system.visit(entry["id"]) is not None


@pytest.mark.parametrize("script", FOR_LONG.values(), ids=FOR_LONG)
def test_a_store_that_comes_back_keeps_what_was_verified_meanwhile(
    phone: Phone, system: Any, script: str
) -> None:
    phone.page.add_init_script(script)
    page = drawn_within(phone, "/")
    sign_up(page, system)
    expect(heading(page)).to_have_text("체크인")
    page.evaluate("() => window.mend()")
    expect(page.get_by_text("휴대전화의 저장 공간을 열지 못했습니다")).to_have_count(
        0, timeout=20_000
    )
    expect_js(page, f"async () => Boolean(await ({READ_KEPT})('credential'))")


def test_offline_and_without_a_store_nothing_is_promised(phone: Phone, system: Any) -> None:
    phone.page.add_init_script(FOR_LONG["every open fails"])
    page = drawn_within(phone, f"/v/{system.venues['cafe'].code}")
    sign_up(page, system)
    expect(heading(page)).to_have_text("여기에 체크인할까요?")
    phone.context.set_offline(True)
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("수기명부")
    expect(heading(page)).to_have_text("여기에 체크인할까요?")


@pytest.mark.parametrize("status", [503, None], ids=["busy", "cut off"])
def test_a_door_without_a_store_and_without_a_name_still_opens(
    phone: Phone, system: Any, status: int | None
) -> None:
    phone.page.add_init_script(FOR_LONG["every open fails"])
    phone.page.route(
        "**/v1/venues/*",
        lambda route: route.abort() if status is None else route.fulfill(status=status),
    )
    page = drawn_within(phone, f"/v/{system.venues['cafe'].code}")
    sign_up(page, system)
    page.get_by_role("button", name="체크인", exact=True).click()
    expect(heading(page)).to_have_text("체크인 완료")
