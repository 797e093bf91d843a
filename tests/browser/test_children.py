"""Children under 14: a printed pass of their own by the guardian's consent, a place among companions, or nothing at all."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ansim.domain.identifiers import new_visit_id
from ansim.identity.phones import phone_index, read_phone
from ansim.identity.sealing import load_private_key, unseal
from ansim.visitor.devices import Readers
from support.phone import READ_KEPT, Phone, heading, new_number, sign_up
from support.system import now_text

pytestmark = pytest.mark.browser


def family(phone: Phone, system: Any) -> tuple[Page, str]:
    number = sign_up(phone.open(), system)
    expect(heading(phone.page)).to_have_text("체크인")
    page = phone.open("/#/pass")
    page.get_by_role("link", name="만 14세 미만 아이").click()
    expect(heading(page)).to_have_text("만 14세 미만 아이")
    return page, number


def add(page: Page, name: str, number: str) -> str:
    """Adds a child; gives what its printed pass says."""
    page.get_by_label("아이의 이름이나 별명").fill(name)
    page.get_by_label("보호자의 휴대전화 번호").fill(number)
    page.get_by_role("checkbox").check()
    return made(page, "아이의 방문증 만들기", name)


def made(page: Page, button: str, name: str) -> str:
    with page.expect_response(
        lambda answer: "/v1/me/children" in answer.url and answer.status == 201
    ) as answer:
        page.get_by_role("button", name=button).click()
    expect(page.locator(".paper")).to_contain_text(name)
    return str(answer.value.json()["pass"])


def read_by_venue(system: Any, text: str) -> Any:
    token, _ = Readers(system.keys.secret("session")).issue(system.venues["cafe"].code, time.time())
    body = {
        "id": str(new_visit_id()),
        "pass": text,
        "entered_at": now_text(),
        "sent_at": now_text(),
    }
    headers = {"Authorization": f"Bearer {token}"}
    return system.http.post("/v1/pass-check-ins", json=body, headers=headers)


def sealed_children(system: Any, number: str) -> list[tuple[bytes, bytes]]:
    index = phone_index(system.keys.read("phone-index.key"), read_phone(number))
    with system.owner("identity") as database:
        rows = database.execute(
            "SELECT child.person_id, child.sealed FROM identity.identity child"
            " JOIN identity.identity own ON child.guardian = own.person_id WHERE own.phone_index = %s",
            [index],
        ).fetchall()
    return [(bytes(person), bytes(sealed)) for person, sealed in rows]


def test_a_child_checks_in_by_its_own_paper_and_its_name_stays_on_the_phone(
    phone: Phone, system: Any
) -> None:
    page, number = family(phone, system)
    first, second = add(page, "김하늘", number), add(page, "둘째", number)
    assert read_by_venue(system, first).status_code == 201
    assert read_by_venue(system, second).status_code == 201
    rows = sealed_children(system, number)
    key = load_private_key(system.keys.read("identity/private.pem"))
    assert len({person for person, _ in rows}) == 2
    assert {unseal(key, *row).name for row in rows} == {""}
    for body in phone.posts("/v1/me/children"):
        assert "하늘" not in str(body)
        assert "둘째" not in str(body)
    assert sorted(page.evaluate(READ_KEPT, "childNames").values()) == ["김하늘", "둘째"]
    page.reload()
    expect(page.get_by_role("region", name="김하늘")).to_be_visible()


def test_a_new_paper_ends_the_one_before_and_removing_ends_them_all(
    phone: Phone, system: Any
) -> None:
    page, number = family(phone, system)
    first = add(page, "김하늘", number)
    second = made(page, "방문증 새로 만들기", "김하늘")
    assert read_by_venue(system, first).json()["code"] == "pass-ended"
    assert read_by_venue(system, second).status_code == 201
    page.get_by_role("button", name="아이의 정보 지우기").click()
    page.get_by_role("dialog").get_by_role("button", name="아이의 정보 지우기").click()
    expect(page.get_by_role("region", name="김하늘")).to_have_count(0)
    assert read_by_venue(system, second).json()["code"] == "pass-ended"
    assert sealed_children(system, number) == []
    assert page.evaluate(READ_KEPT, "childNames") == {}


@pytest.mark.parametrize(
    ("name", "whose", "ticks", "field", "words"),
    [
        ("", "own", 1, "아이의 이름이나 별명", "이름을 써 주세요"),
        ("막내", "another", 1, "보호자의 휴대전화 번호", "보호자가 인증한 번호"),
        ("막내", "own", 0, "보호자로서", "보호자가 동의하셔야"),
    ],
    ids=["no name", "another's number", "no consent"],
)
def test_without_the_guardians_number_and_consent_no_child_is_stored(
    phone: Phone, system: Any, name: str, whose: str, ticks: int, field: str, words: str
) -> None:
    page, number = family(phone, system)
    page.get_by_label("아이의 이름이나 별명").fill(name)
    page.get_by_label("보호자의 휴대전화 번호").fill(number if whose == "own" else new_number())
    for _ in range(ticks):
        page.get_by_role("checkbox").check()
    page.get_by_role("button", name="아이의 방문증 만들기").click()
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.get_by_label(field)).to_be_focused()
    assert sealed_children(system, number) == []


def test_a_childs_own_sign_up_stores_nothing_and_says_what_to_do(phone: Phone, system: Any) -> None:
    with system.owner("identity") as database:
        before = stored(database)
        page = phone.open()
        page.get_by_label("휴대전화 번호").fill(new_number())
        page.get_by_label("개인정보 수집·이용에 동의합니다").check()
        page.get_by_role("button", name="인증번호 받기").click()
        expect(page.get_by_role("alert")).to_contain_text("14세 미만이면 보호자가")
        expect(page.get_by_label("만 14세 이상입니다")).to_be_focused()
        page.get_by_role("button", name="만 14세 미만이면").click()
        sheet = page.get_by_role("dialog")
        expect(sheet).to_contain_text("동반자로 더해")
        expect(sheet).to_contain_text("아이의 종이 방문증")
        expect(sheet).to_contain_text("아무것도 저장하지 않습니다")
        assert stored(database) == before
    assert phone.posts("/v1/verifications") == []
    assert page.evaluate(READ_KEPT, "ownNumber") is None


def stored(database: Any) -> Any:
    return database.execute(
        "SELECT (SELECT count(*) FROM identity.identity), (SELECT count(*) FROM identity.verification)"
    ).fetchone()


def test_erasing_the_guardian_forgets_the_childrens_names(phone: Phone, system: Any) -> None:
    page, number = family(phone, system)
    text = add(page, "김하늘", number)
    phone.open("/#/rights")
    page.get_by_role("button", name="지금 지우기").last.click()
    page.get_by_role("dialog").get_by_role("button", name="지금 지우기").last.click()
    expect(page.get_by_text("내 신원을 지웠습니다.")).to_be_visible()
    assert page.evaluate(READ_KEPT, "childNames") is None
    assert read_by_venue(system, text).json()["code"] == "pass-ended"
