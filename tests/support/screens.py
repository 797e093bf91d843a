"""Every screen of the app: how to get there, by name. The tests and the screenshots walk the same list."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error, Route, expect

from ansim.domain.policy import CONSENT
from support.patience import PATIENCE
from support.phone import READ_KEPT, Phone, agree, expect_js, new_number, offers, sign_up

TOTP_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
BEFORE_SIGN_UP = (
    "sign-up",
    "sign-up-refused",
    "consent",
    "child",
    "code",
    "history-empty",
    "rights-unknown",
    "reader",
    "reader-person",
    "reader-paper",
    "reader-wrong",
    "pair",
    "display",
    "bad-qr",
    "mail",
    "in-app",
    "in-app-by-hand",
)
AFTER_SIGN_UP = (
    *("scan", "type", "companions", "arrival", "confirmed", "waiting", "refused"),
    *("history", "presence", "calendar", "visit", "pass", "paper-pass", "more", "rights", "erase"),
    *("settings", "companions-list", "help", "children", "present", "left", "leave", "keeping"),
    *("safe-code", "wrong-qr", "exposures"),
)
NEEDS = {"pass": "/v1/passes", "paper-pass": "/v1/passes", "children": "/v1/me/children"}
Walk = Callable[[Phone, Any], None]
SHORT = 5_000  # ms for what is tried again


def prepare(phone: Phone, system: Any, language: str) -> None:
    """Signs up in Korean and keeps a confirmed, a left and a refused visit; then switches the language."""
    phone.pose_as("")
    page = phone.open()
    sign_up(page, system)
    expect(page.locator(".tools")).to_be_visible()
    for key in ("cafe", "market"):
        phone.open(f"/v/{system.venues[key].code}")
        page.locator(".huge").click()
        expect(page.locator("[data-state=confirmed]")).to_be_visible()
    if page.locator(".result-left").count():
        page.locator(".result-left button").first.click()
    set_language(phone, language)


def screens(phone: Phone, names: tuple[str, ...]) -> list[str]:
    """The names of the screens that this gateway can serve."""
    return [name for name in names if name not in NEEDS or offers(phone, NEEDS[name])]


def set_language(phone: Phone, language: str) -> None:
    phone.open("/#/more")
    phone.page.locator(f".languages [lang={language}]").click()
    expect_js(phone.page, f"async () => document.documentElement.lang.startsWith('{language}')")


def go(phone: Phone, system: Any, name: str) -> None:
    """Opens a screen by its name and waits until it stands."""
    phone.pose_as("")
    WALKS[name](phone, system)
    phone.page.evaluate("() => document.fonts.ready")
    phone.page.evaluate(
        """() => Promise.all(document.getAnimations()
          .map((moving) => moving.effect.getTiming().iterations === Infinity || moving.finished))"""
    )


def _at(path: str, sign: str = "h1") -> Walk:
    """Opens a screen anew; within the app that loads no page."""

    def walk(phone: Phone, _system: Any) -> None:
        phone.open("/#/settings" if path == "/#/help" else "/#/help")
        phone.open(path)
        expect(phone.page.locator(sign).first).to_be_visible()

    return walk


def _code(phone: Phone, system: Any) -> None:
    _at("/#/")(phone, system)
    phone.page.locator("input[type=tel]").fill(new_number())
    agree(phone.page)
    phone.page.locator("button.primary").click()
    expect(phone.page.locator("input.code")).to_be_visible()


def _refused_number(phone: Phone, system: Any) -> None:
    _at("/#/")(phone, system)
    phone.page.locator("input[type=tel]").fill("02-000-0000")
    phone.page.locator("button.primary").click()
    expect(phone.page.locator(".form-refused")).to_be_visible()


def _agreement(which: int) -> Walk:
    def walk(phone: Phone, system: Any) -> None:
        _at("/#/")(phone, system)
        phone.page.locator(".agreement .quiet").nth(which).click()
        expect(phone.page.get_by_role("dialog")).to_be_visible()

    return walk


def _present(phone: Phone, _system: Any) -> None:
    [latest, *_] = sorted(phone.visits(), key=lambda visit: -visit["enteredAt"])
    latest.pop("due", None)  # for a departure that another screen noted
    phone.page.evaluate(PUT_VISIT, {**latest, **STILL_THERE})
    phone.open("/#/blank")
    phone.open(f"/v/{latest['venue']}")
    expect(phone.page.locator(".huge")).to_be_enabled()


def _left(phone: Phone, system: Any) -> None:
    _present(phone, system)
    phone.page.locator(".huge").click()
    expect(phone.page.locator(".left")).to_be_visible()


def _leave(phone: Phone, system: Any) -> None:
    """Another time is offered for eight seconds only: on a machine that is too slow for it one leaves again."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        _left(phone, system)
        with suppress(Error):
            phone.page.locator(".left button").last.click(timeout=SHORT)
            phone.page.get_by_role("dialog").wait_for(timeout=SHORT)
            return
    raise AssertionError("another time was never offered")


def _keeping(phone: Phone, system: Any) -> None:
    _at("/#/history", ".visits")(phone, system)
    phone.page.locator(".keeping summary").click()
    expect(phone.page.locator(".keeping .final")).to_be_visible()


def _bad_qr(phone: Phone, _system: Any) -> None:
    phone.open("/v/0000")
    expect(phone.page.locator(".note.bad")).to_be_visible()


def _wrong_qr(phone: Phone, system: Any) -> None:
    _bad_qr(phone, system)
    phone.page.locator("main button.quiet").last.click()
    expect(phone.page.get_by_role("dialog")).to_be_visible()


def _mail(phone: Phone, system: Any) -> None:
    """Where the settings offer codes by e-mail."""

    def offer(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "email": True})

    phone.page.route("**/v1/settings", offer)
    _at("/")(phone, system)
    phone.page.locator("main form + button.quiet").click()
    expect(phone.page.locator("input[inputmode=email]")).to_be_visible()
    phone.page.unroute("**/v1/settings", offer)


def _inside(agent: str) -> Walk:
    def walk(phone: Phone, system: Any) -> None:
        phone.pose_as(agent)
        _at("/", ".note.wait")(phone, system)

    return walk


def _display(phone: Phone, system: Any) -> None:
    phone.open(f"/display#{system.venues['market'].code}.{TOTP_SECRET}")
    expect(phone.page.locator(".display .qr")).to_be_visible()


def _scan(phone: Phone, system: Any) -> None:
    _at("/#/", ".tools")(phone, system)
    expect_js(phone.page, "async () => document.querySelector('video')?.currentTime > 0.2")


def _reader(phone: Phone, system: Any) -> None:
    _at("/reader#token", ".viewfinder")(phone, system)
    expect_js(phone.page, "async () => document.querySelector('video')?.currentTime > 0.2")


def _reader_way(place: int) -> Walk:
    """The other ways of the reader: people without phones, the paper list."""

    def walk(phone: Phone, system: Any) -> None:
        _at("/reader#token", ".choice")(phone, system)
        phone.page.locator(".choice button").nth(place).click()
        expect(phone.page.locator("form .stepper")).to_be_visible()

    return walk


def _safe_code(phone: Phone, system: Any) -> None:
    _at("/#/safe-code")(phone, system)
    shown = phone.page.locator("main .primary, main .safe-code").first
    expect(shown).to_be_visible()
    if phone.page.locator("main .primary").count():
        phone.page.locator("main .primary").click()
    expect(phone.page.locator(".safe-code")).to_be_visible()


def _type(phone: Phone, system: Any) -> None:
    _at("/#/", ".tools")(phone, system)
    phone.page.locator(".tools > button.tool").nth(1).click()
    expect(phone.page.get_by_role("dialog")).to_be_visible()


def _companions(phone: Phone, system: Any) -> None:
    _at("/#/", ".tools")(phone, system)
    phone.page.locator(".tools button.tool").first.click()
    expect(phone.page.get_by_role("dialog")).to_be_visible()


def _arrival(phone: Phone, system: Any) -> None:
    phone.open(f"/v/{system.venues['hall'].code}")
    expect(phone.page.locator(".huge")).to_be_enabled()


# Of somebody who left the seal is not shown any more.
STILL_THERE = {"leftAt": None, "leftClock": None, "out": "none"}


def _result(state: str, change: str) -> Walk:
    def walk(phone: Phone, _system: Any) -> None:
        [visit, *_] = [v for v in phone.visits() if v["state"] == "confirmed"] or phone.visits()
        language = phone.page.evaluate("() => document.documentElement.lang.slice(0, 2)")
        words = CHANGES[change].get(language, CHANGES[change])
        phone.page.evaluate(PUT_VISIT, {**visit, "id": SPECIMENS[state], **STILL_THERE, **words})
        phone.open("/#/blank")
        phone.open(f"/#/result/{SPECIMENS[state]}")
        expect(phone.page.locator(f"[data-state={state}]")).to_be_visible()

    return walk


def _waiting(phone: Phone, system: Any) -> None:
    phone.ready_for_offline()
    phone.context.set_offline(True)
    phone.open(f"/v/{system.venues['hall'].code}")
    phone.page.locator(".huge").click()
    expect(phone.page.locator("[data-state=waiting]")).to_be_visible()


def _presence(phone: Phone, system: Any) -> None:
    _at("/#/history", ".visits")(phone, system)
    phone.page.locator(".presence summary").click()
    for field in phone.page.locator(".presence input[type=time]").all():
        field.fill("00:00")
    expect(phone.page.locator(".presence .answer")).to_be_visible()
    phone.page.locator(".presence .answer").scroll_into_view_if_needed()


def _calendar(phone: Phone, system: Any) -> None:
    _at("/#/history", ".visits")(phone, system)
    phone.page.locator(".choice button").nth(1).click()
    expect(phone.page.locator(".calendar")).to_be_visible()


def _visit(phone: Phone, system: Any) -> None:
    _at("/#/history", ".visits")(phone, system)
    phone.page.locator(".visits a").last.click()
    expect(phone.page.locator(".receipt")).to_be_visible()


def _paper(phone: Phone, system: Any) -> None:
    _at("/#/pass", ".pass-phone .qr")(phone, system)
    phone.page.locator(".pass-paper .secondary").click()
    expect(phone.page.locator(".paper .qr")).to_be_visible()
    phone.page.locator(".pass-paper .primary").scroll_into_view_if_needed()


def _children(phone: Phone, system: Any) -> None:
    """A child that is registered, by a name that only a phone could have."""
    _at("/#/children", ".agreements")(phone, system)
    token = phone.page.evaluate(READ_KEPT, "session")["token"]
    number = phone.posts("/v1/sessions")[-1]["phone"]
    headers = {"Authorization": f"Bearer {token}"}
    asked = {"phone": number, "consent": CONSENT.version}
    answer = phone.context.request.post(
        phone.origin + "/v1/me/children", data=asked, headers=headers
    )
    assert answer.status in (201, 409), answer.text()
    phone.open("/#/blank")
    phone.open("/#/children")
    expect(phone.page.locator("section.card").first).to_be_visible()


def _erase(phone: Phone, system: Any) -> None:
    _at("/#/rights", ".final")(phone, system)
    phone.page.locator("section > .final").last.click()
    expect(phone.page.get_by_role("dialog")).to_be_visible()


SPECIMENS = {
    "confirmed": "01a00000-0000-7000-8000-000000000001",
    "refused": "01a00000-0000-7000-8000-000000000002",
}
REVOKED = {
    "ko": (
        "쓰지 않는 QR입니다",
        "이 QR은 사용이 중지되었습니다. 직원에게 새 QR이 있는지 물어봐 주세요.",
    ),
    "en": (
        "This QR code is no longer valid",
        "It was revoked. Please ask the staff whether there is a new one.",
    ),
    "zh": ("这个二维码已停用", "此二维码已停用，请询问店员是否有新的二维码。"),
    "ja": (
        "使われていないQRです",
        "このQRは廃止されました。新しいQRがあるか、係の人にお尋ねください。",
    ),
}
CHANGES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "revoked": {
        language: {
            "state": "refused",
            "refusal": {"code": "revoked-venue", "title": title, "detail": detail},
        }
        for language, (title, detail) in REVOKED.items()
    },
}
PUT_VISIT = """(visit) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("ansim");
  opening.onsuccess = () => {
    const put = opening.result.transaction("visits", "readwrite").objectStore("visits").put(visit);
    put.onsuccess = () => { opening.result.close(); resolve(); };
    put.onerror = () => reject(put.error);
  };
})"""

WALKS: dict[str, Walk] = {
    "exposures": _at("/#/exposures", ".exposures .note"),
    "help": _at("/#/help", ".help"),
    "present": _present,
    "left": _left,
    "leave": _leave,
    "keeping": _keeping,
    "sign-up": _at("/#/"),
    "sign-up-refused": _refused_number,
    "consent": _agreement(1),
    "child": _agreement(0),
    "code": _code,
    "mail": _mail,
    "in-app": _inside("Mozilla/5.0 (Linux; Android 14; SM-S918N) KAKAOTALK/10.4.5"),
    "in-app-by-hand": _inside(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) NAVER(inapp; search; 1020)"
    ),
    "wrong-qr": _wrong_qr,
    "history-empty": _at("/#/history", ".empty"),
    "rights-unknown": _at("/#/rights"),
    "reader": _reader,
    "reader-person": _reader_way(1),
    "reader-paper": _reader_way(2),
    "pair": _at("/pair#D1.token"),
    "safe-code": _safe_code,
    "reader-wrong": _at("/reader", ".note.bad"),
    "display": _display,
    "bad-qr": _bad_qr,
    "scan": _scan,
    "type": _type,
    "companions": _companions,
    "arrival": _arrival,
    "confirmed": _result("confirmed", "as it is"),
    "waiting": _waiting,
    "refused": _result("refused", "revoked"),
    "history": _at("/#/history", ".visits"),
    "presence": _presence,
    "calendar": _calendar,
    "visit": _visit,
    "pass": _at("/#/pass", ".pass-phone .qr"),
    "paper-pass": _paper,
    "more": _at("/#/more", ".links"),
    "rights": _at("/#/rights", ".facts"),
    "erase": _erase,
    "settings": _at("/#/settings"),
    "companions-list": _at("/#/companions"),
    "children": _children,
}
