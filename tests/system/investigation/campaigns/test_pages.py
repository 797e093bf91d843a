"""Campaigns in the console over HTTP: written, signed, signed again, looked at, paused, stopped, corrected."""

import re

import httpx
import pytest

from ansim.domain.campaigns.references import draw_reference
from support.house import House
from support.scene import Scene
from support.signing import answer_of, assertion, passkey, text_in
from support.walk import Walk, kinds, numbers_of


@pytest.fixture(autouse=True)
def room(walk: Walk, house: House) -> None:
    """Nobody was told anything today yet; no sender runs here, so the tests say how far it is."""
    with house.system.owner("identity") as identity:
        identity.execute("DELETE FROM vault.campaign WHERE requester = %s", [walk.staff["officer"]])
    house.again("sender")


def path_of(page: httpx.Response) -> str:
    assert re.fullmatch(r"/messages/M-[0-9A-Z]{8}", page.url.path), page.url.path
    return page.url.path


def taken_over(house: House, walk: Walk, people: int, **states: int) -> bytes:
    """The sender took the newest campaign over, and its messages stand as the test says."""
    with house.system.owner("main") as main:
        row = main.execute(
            "SELECT c.ref, k.ref FROM investigation_campaignrecord c JOIN investigation_case k ON k.id = c.case_id"
            " WHERE k.ref = %s ORDER BY c.id DESC LIMIT 1",
            [walk.case.rpartition("/")[2]],
        ).fetchone()
        assert row
        ref = bytes.fromhex(row[0])
        main.execute(
            "INSERT INTO notices.campaign (ref, case_ref, people, until) VALUES (%s, %s, %s, now() + interval '1 day')",
            [ref, row[1], people],
        )
        named = [state for state, count in states.items() for _one in range(count)]
        for number, state in enumerate(named, 1):
            why = "landline" if state == "unreachable" else ""
            main.execute(
                "INSERT INTO notices.campaign_message (campaign, number, channel, reference, state, why)"
                " VALUES (%s, %s, 'sms', %s, %s, %s)",
                [ref, number, draw_reference(), state, why],
            )
    return ref


def test_the_form_shows_the_message_as_phones_do_with_its_cost(walk: Walk) -> None:
    numbers = numbers_of(walk.contacts())
    page = walk.write(*numbers)
    assert page.status_code == 200
    assert "휴대전화에 보이는 모습" in page.text
    shown = walk.write(*numbers, do="preview")
    texts = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", shown.text, re.DOTALL)
    assert len(texts) == 2
    assert all("XXXX-XXXX" in one and "1339" in one for one in texts)
    assert "비용은 최대" in shown.text
    assert "010-0000" not in shown.text


@pytest.mark.parametrize(
    "wrong", [{"day": ""}, {"day": "2020-01-01"}, {"languages": []}, {"template": "correction"}]
)
def test_a_form_that_is_not_whole_is_not_signed(
    walk: Walk, wrong: dict[str, str | list[str]]
) -> None:
    page = walk.write(*numbers_of(walk.contacts()), do="sign", **wrong)
    assert page.status_code == 400
    assert "signing" not in page.url.path


def test_nobody_chosen_is_said_on_the_list(walk: Walk) -> None:
    page = walk.write()
    assert page.status_code == 400
    assert "접촉자" in page.text


def test_a_signed_campaign_stands_with_its_words_and_no_number(walk: Walk, house: House) -> None:
    numbers = numbers_of(walk.contacts())
    page = walk.send(*numbers)
    assert page.status_code == 200
    path_of(page)
    assert "발송 준비 중" in page.text
    assert "증상이 있는지 살펴" in page.text
    assert "010-0000" not in page.text
    assert kinds(house, walk.case)[-1] == "campaign-asked"
    listed = walk.officer.get(f"{walk.case}/messages")
    assert path_of(page) in listed.text
    again = walk.write(*numbers, do="preview")
    assert f"이 중 {len(numbers)}명은 하루 안에 같은 안내를 받았습니다." in again.text


def test_progress_troubles_and_a_reference_are_told(walk: Walk, house: House) -> None:
    numbers = numbers_of(walk.contacts())
    count = len(numbers)
    page = walk.send(*numbers)
    ref = taken_over(house, walk, count, unreachable=1, delivered=count - 1)
    seen = walk.officer.get(path_of(page))
    assert re.search(rf'max="{count}"\s+value="{count}"', seen.text)
    assert "문자를 받지 못하는 번호입니다." in seen.text
    assert f"<b>접촉자 {min(numbers)}</b>" in seen.text
    with house.system.owner("main") as main:
        (reference,) = main.execute(
            "SELECT reference FROM notices.campaign_message WHERE campaign = %s AND number = 1",
            [ref],
        ).fetchone()
    at = path_of(page)
    found = walk.officer.post(
        f"{at}/find", at, reference=f"{reference[:4]} {reference[4:].lower()}"
    )
    assert f"접촉자 {min(numbers)}입니다." in found.text
    assert "그런 확인번호가 없습니다." in walk.officer.post(f"{at}/find", at, reference="XXXX").text


def reference_of(house: House, ref: bytes, number: int) -> str:
    with house.system.owner("main") as main:
        (reference,) = main.execute(
            "SELECT reference FROM notices.campaign_message WHERE campaign = %s AND number = %s",
            [ref, number],
        ).fetchone()
    return str(reference)


def answer(house: House, ref: bytes, number: int, said: str) -> None:
    """The person's own answer, as the internet writes it down."""
    reference, proof = reference_of(house, ref, number), bytes(32)
    with house.system.owner("main") as main:
        main.execute(
            "UPDATE notices.campaign_message SET proof = %s WHERE reference = %s",
            [proof, reference],
        )
        main.execute(f"SELECT notices.put_answer(%s, %s, {said})", [reference, proof])


def test_answers_stand_beside_the_campaign_and_move_its_state(walk: Walk, house: House) -> None:
    numbers = sorted(numbers_of(walk.contacts()))
    at = path_of(walk.send(*numbers))
    ref = taken_over(house, walk, len(numbers), delivered=len(numbers))
    answer(house, ref, 1, "false, '2026-12-01', '{fever,breath}', 'zh'")
    seen = walk.officer.get(at)
    table = seen.text.partition('id="answers"')[2]
    assert f"접촉자 {numbers[0]}" in table
    assert all(
        one in table for one in ("발열", "호흡 곤란", "2026-12-01 검사 예정", "희망 언어 중국어")
    )
    assert ">답함</span>" in seen.text
    assert "정정 안내 쓰기" not in table
    assert 'id="answers"' in walk.approver.get(at).text


def test_who_says_that_it_was_not_them_is_corrected_alone(walk: Walk, house: House) -> None:
    numbers = sorted(numbers_of(walk.contacts()))
    at = path_of(walk.send(*numbers))
    ref = taken_over(house, walk, len(numbers), delivered=len(numbers))
    answer(house, ref, 1, "true, NULL, NULL, ''")
    assert "본인이 아니라고 한 사람에게 정정 안내 쓰기" in walk.officer.get(at).text
    form = walk.officer.post(f"{at}/correct", at, only="not-me")
    assert "1명에게 안내" in form.text
    assert 'name="only" value="not-me"' in form.text
    wish = {"template": "correction", "languages": ["ko"], "night": "on", "do": "sign"}
    drafted = walk.officer.post(f"{at}/correct", at, only="not-me", **wish)
    second = walk.sign(walk.officer, "officer", "campaign", drafted)
    with house.system.owner("main") as main:
        told = main.execute(
            "SELECT contact.number FROM investigation_campaignentry e"
            " JOIN investigation_campaignrecord c ON c.id = e.campaign_id"
            " JOIN investigation_casecontact contact ON contact.id = e.contact_id WHERE c.mark = %s",
            [path_of(second).rpartition("/")[2]],
        ).fetchall()
    assert told == [(numbers[0],)]


def test_an_answer_on_the_phone_is_entered_by_its_reference(walk: Walk, house: House) -> None:
    numbers = sorted(numbers_of(walk.contacts()))
    at = path_of(walk.send(*numbers))
    ref = taken_over(house, walk, len(numbers), handed=len(numbers))
    reference = reference_of(house, ref, 1)
    stranger = draw_reference()
    for wrong in (
        {"reference": stranger, "symptoms": "none"},
        {"reference": reference},
        {"reference": reference, "symptoms": ["none", "cough"]},
        {"reference": reference, "symptoms": "cough", "not_me": "on"},
        {"reference": reference, "test_on": "2020-01-01"},
    ):
        assert walk.officer.post(f"{at}/answer", at, **wrong).status_code == 400, wrong
    entered = walk.officer.post(
        f"{at}/answer", at, reference=reference.lower(), symptoms="none", language="en"
    )
    assert entered.status_code == 200
    table = entered.text.partition('id="answers"')[2]
    assert "증상 없음" in table
    assert "전화," in table
    with house.system.owner("main") as main:
        rows = main.execute(
            "SELECT staff_ref, symptoms, message.state FROM notices.answer AS one"
            " JOIN notices.campaign_message AS message ON message.id = one.message"
            " WHERE campaign = %s",
            [ref],
        ).fetchall()
    assert rows == [(walk.staff["officer"], [], "answered")]


def test_pause_resume_and_stop_reach_the_queue_and_the_vault(walk: Walk, house: House) -> None:
    numbers = numbers_of(walk.contacts())
    count = len(numbers)
    page = walk.send(*numbers)
    ref = taken_over(house, walk, count, queued=count - 1, handed=1)
    at = path_of(page)
    assert "일시 정지" in walk.officer.post(f"{at}/pause", at, paused="1").text
    assert "발송 중" in walk.officer.post(f"{at}/pause", at, paused="0").text
    stopped = walk.officer.post(f"{at}/stop", at)
    assert "중지됨" in stopped.text
    assert "발송 1" in stopped.text
    with house.system.owner("main") as main:
        rows = main.execute(
            "SELECT state, count(*) FROM notices.campaign_message WHERE campaign = %s GROUP BY 1",
            [ref],
        ).fetchall()
    expected = {"handed": 1} | ({"stopped": count - 1} if count > 1 else {})
    assert dict(rows) == expected
    with house.system.owner("identity") as identity:
        assert identity.execute(
            "SELECT stopped_at IS NOT NULL FROM vault.campaign WHERE ref = %s", [ref]
        ).fetchone() == (True,)
    assert kinds(house, walk.case)[-1] == "campaign-stopped"


def test_a_correction_is_a_new_message_to_whom_the_first_may_have_reached(
    walk: Walk, house: House
) -> None:
    numbers = numbers_of(walk.contacts())
    page = walk.send(*numbers)
    taken_over(house, walk, len(numbers), uncertain=1, stopped=len(numbers) - 1)
    at = path_of(page)
    form = walk.officer.post(f"{at}/correct", at)
    assert "1명에게 안내" in form.text
    drafted = walk.officer.post(
        f"{at}/correct", at, template="correction", languages=["ko"], night="on", do="sign"
    )
    second = walk.sign(walk.officer, "officer", "campaign", drafted)
    assert path_of(second) != at
    assert "잘못 보낸 것입니다." in second.text
    assert at in second.text


def test_beyond_the_size_the_approver_finds_and_signs_it(
    walk: Walk, house: House, scene: Scene
) -> None:
    del scene
    numbers = numbers_of(walk.contacts())
    walk.send(*numbers)
    with house.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.campaign SET people = 50, cap = 150 WHERE requester = %s",
            [walk.staff["officer"]],
        )
    assert "승인자도 서명해야 발송됩니다." in walk.write(*numbers).text
    page = walk.send(*numbers)
    at = path_of(page)
    assert "승인자가 서명해야 발송됩니다." in page.text
    assert "서명을 기다리는 안내 문자" in walk.approver.get("/").text
    assert at in walk.approver.get("/messages/").text
    handed = walk.approver.post(f"{at}/approve", at)
    agreed = walk.sign(walk.approver, "approver", "campaign", handed)
    assert agreed.url.path == at
    assert "발송 준비 중" in agreed.text
    assert at not in walk.approver.get("/messages/").text


def test_an_approver_sends_nothing_and_an_officer_approves_nothing(walk: Walk) -> None:
    page = walk.send(*numbers_of(walk.contacts()))
    at = path_of(page)
    for act in ("pause", "stop", "correct", "find", "answer"):
        assert walk.approver.post(f"{at}/{act}", at).status_code in (403, 404), act
    assert walk.officer.post(f"{at}/approve", at).status_code in (403, 404)
    assert walk.officer.get("/messages/").status_code in (403, 404)


def test_what_the_vault_refuses_stands_on_no_page(walk: Walk, house: House) -> None:
    drafted = walk.write(*numbers_of(walk.contacts()), do="sign")
    text = text_in(drafted.text)
    signature = assertion(passkey("officer"), text, walk.staff["officer"])
    with house.system.owner("identity") as identity:
        ref = bytes.fromhex(re.findall(rb'"ref":"([0-9a-f]{32})"', text)[0].decode())
        identity.execute(
            "INSERT INTO vault.used_text (ref, until) VALUES (%s, now() + interval '1 h')", [ref]
        )
    refused = walk.officer.post("/signed/campaign", answer=answer_of(text, signature))
    assert refused.status_code == 400
    assert "/messages/M-" not in walk.officer.get(f"{walk.case}/messages").text
    with house.system.owner("main") as main:
        rows = main.execute(
            "SELECT count(*) FROM investigation_campaignrecord WHERE ref = %s", [ref.hex()]
        ).fetchone()
    assert rows == (0,)
