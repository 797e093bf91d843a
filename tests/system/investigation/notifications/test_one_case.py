"""A form that is sent twice makes one case, and a number that has a case is told at once."""

from typing import Any

import pytest

from support.cases import of_the_cast, taken
from support.house import Browser, House, Open
from support.scene import Scene
from support.sessions import in_clear
from support.signing import answer_of, assertion, passkey, text_in


@pytest.fixture
def approver(browse: Open, house: House) -> Browser:
    house.need("vault")
    return browse("investigation", "approver")


def signed(approver: Browser, house: House, scene: Scene, phone: str) -> str:
    """The answer of the signing page to a notification of a number."""
    fields = {
        "phone": phone,
        "preset": "mers",
        "anchor_kind": "symptom-onset",
        "anchor_date": scene.noon.date().isoformat(),
    }
    text = text_in(approver.post("/notifications/new", **fields).text)
    ref = house.staff["approver"].ref
    return answer_of(text, assertion(passkey("approver"), text, ref))


def of_mers(house: House) -> set[str]:
    with house.system.owner("identity") as identity:
        rows = identity.execute("SELECT ref FROM vault.known_case WHERE disease = 'mers'")
        return {str(row[0]) for row in rows.fetchall()}


def test_a_signature_that_comes_twice_makes_one_case(
    approver: Browser, house: House, scene: Scene
) -> None:
    before = of_mers(house)
    answer = signed(approver, house, scene, scene.phones["강유진"])
    pages = [approver.post("/signed/notification", answer=answer) for _twice in range(3)]
    assert len(of_mers(house) - before) == 1
    (made,) = of_mers(house) - before
    for page in pages:
        assert page.status_code == 200
        assert page.url.params["made"] == made
        assert f"신고가 {made}" in page.text


def test_a_number_with_an_open_case_is_told_with_its_mark_or_whom_to_call(
    approver: Browser, house: House, scene: Scene
) -> None:
    phone = scene.phones["정시우"]
    signer, officer = of_the_cast(house, "approver"), house.staff["officer"].ref
    case = taken(house.system, signer, officer, phone, disease="mers")
    answer = signed(approver, house, scene, phone)
    page = approver.post("/signed/notification", answer=answer)
    assert f"같은 감염병의 진행 중인 사례가 이미 있습니다: {case}" in page.text
    made = page.url.params["made"]
    assert case in approver.get(f"/notifications/?made={made}").text, "asked again, and told again"
    kept = kept_by_sign_ins()
    assert made in kept
    assert case not in kept, "no row of the main database joins the two"
    assert phone not in str(page.url)
    close(house, page.url.params["made"])
    move(house, case, "서귀포시보건소", "남부")
    page = approver.post("/signed/notification", answer=signed(approver, house, scene, phone))
    assert "다른 팀에 이 사람의 같은 감염병 사례가 있습니다: 서귀포시보건소 남부" in page.text
    assert case not in page.text
    for one in (case, page.url.params["made"]):
        close(house, one)
    page = approver.post("/signed/notification", answer=signed(approver, house, scene, phone))
    assert "사례가 이미 있습니다" not in page.text
    assert "다른 팀에" not in page.text


def kept_by_sign_ins() -> str:
    """What the sign-ins of staff keep, in the clear."""
    from ansim.investigation.models import ConsoleSession

    return " ".join(in_clear(one.session_data) for one in ConsoleSession.objects.all())


def close(house: House, case: Any) -> None:
    with house.system.owner("identity") as identity:
        identity.execute("UPDATE vault.known_case SET closed_at = now() WHERE ref = %s", [case])


def move(house: House, case: str, agency: str, team: str) -> None:
    with house.system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.known_case SET agency = %s, team = %s WHERE ref = %s",
            [agency, team, case],
        )
