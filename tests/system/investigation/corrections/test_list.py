"""GET /corrections/ and POST /corrections/<id>/done"""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from support.house import Browser, House, Open
from support.scene import Scene
from support.system import System


@pytest.fixture(autouse=True)
def none_left(system: System) -> Iterator[None]:
    """Neither those of others before, nor those of these tests after."""
    for turn in range(2):
        with system.owner("identity") as connection:
            connection.execute("DELETE FROM identity.correction")
        if not turn:
            yield


def ask(system: System, person: bytes, text: str, whose: bytes | None = None) -> UUID:
    """A request as the gateway keeps it; `whose` seals it for somebody else, so that it does not open."""
    from ansim.identity.sealing import load_public_key, seal_correction

    number = uuid4()
    public = load_public_key(system.keys.read("identity/public.pem"))
    with system.connect_as("gateway", "identity") as connection:
        connection.execute(
            "SELECT identity.ask_correction(%s, %s, %s)",
            (number, person, seal_correction(public, whose or person, text)),
        )
    return number


def acts(house: House, kind: str) -> list[dict[str, int]]:
    with house.system.owner("main") as connection:
        rows = connection.execute(
            "SELECT detail FROM ledger.entry WHERE kind = %s ORDER BY seq", (kind,)
        )
        return [row[0] for row in rows]


@pytest.fixture
def officer(browse: Open, scene: Scene) -> Browser:
    return browse("investigation", "officer")


def test_it_shows_the_words_oldest_first_and_not_whose_they_are(
    officer: Browser, scene: Scene, system: System
) -> None:
    ask(system, scene.people["최은서"], "이름이 '최은서'가 맞습니다. <b>\n둘째 줄")
    ask(system, scene.people["강유진"], "My name is spelt wrongly.")
    page = officer.get("/corrections/").text
    words = (
        "이름이 &#x27;최은서&#x27;가 맞습니다. &lt;b&gt;<br>둘째 줄",
        "My name is spelt wrongly.",
    )
    assert page.index(words[0]) < page.index(words[1])
    assert "강유진" not in page
    for phone in scene.phones.values():
        assert phone not in page


def test_each_look_is_in_the_ledger_with_a_count_and_in_words(
    officer: Browser, scene: Scene, system: System, house: House
) -> None:
    before = len(acts(house, "corrections-read"))
    officer.get("/corrections/")
    ask(system, scene.people["정시우"], "번호가 바뀌었습니다.")
    officer.get("/corrections/")
    assert acts(house, "corrections-read")[before:] == [{"requests": 0}, {"requests": 1}]
    assert "바로잡기 요청 1건 열람" in officer.get("/ledger/").text
    with house.system.owner("main") as connection:
        rows = connection.execute("SELECT leaf FROM ledger.entry WHERE kind LIKE 'correction%'")
        assert not [row for row in rows if "번호가" in row[0]]


def test_a_link_from_elsewhere_reads_none(officer: Browser, system: System, house: House) -> None:
    before = len(acts(house, "corrections-read"))
    led = officer.http.get("/corrections/", headers={"Sec-Fetch-Site": "cross-site"})
    assert led.status_code == 403
    assert 'href="/corrections/"' in led.text
    assert len(acts(house, "corrections-read")) == before
    for site in ("same-origin", "none"):
        assert (
            officer.http.get("/corrections/", headers={"Sec-Fetch-Site": site}).status_code == 200
        )
    assert len(acts(house, "corrections-read")) == before + 2


def test_done_is_noted_for_the_visitor_and_the_words_are_destroyed(
    officer: Browser, scene: Scene, system: System, house: House
) -> None:
    number = ask(system, scene.people["최은서"], "고쳐 주세요.")
    other = ask(system, scene.people["정시우"], "저도요.")
    done = len(acts(house, "correction-done"))
    page = officer.post(f"/corrections/{number}/done", "/corrections/").text
    assert "고쳐 주세요." not in page
    assert "저도요." in page
    with system.owner("identity") as connection:
        rows = connection.execute(
            "SELECT id, done_at IS NOT NULL, octet_length(sealed) FROM identity.correction"
        ).fetchall()
    kept = {row[0]: row[1:] for row in rows}
    assert kept[number] == (True, 0)
    assert kept[other][0] is False
    assert len(acts(house, "correction-done")) == done + 1


def test_a_request_is_answered_once(
    officer: Browser, scene: Scene, system: System, house: House
) -> None:
    number = ask(system, scene.people["최은서"], "고쳐 주세요.")
    ask(system, scene.people["최은서"], "다른 요청")
    done = len(acts(house, "correction-done"))
    for _ in range(2):
        assert officer.post(f"/corrections/{number}/done", "/corrections/").status_code == 200
    officer.post(f"/corrections/{uuid4()}/done", "/corrections/")
    assert len(acts(house, "correction-done")) == done + 1


def test_one_that_does_not_open_hides_no_other(
    officer: Browser, scene: Scene, system: System
) -> None:
    ask(system, scene.people["최은서"], "깨진 요청", whose=scene.people["정시우"])
    ask(system, scene.people["강유진"], "멀쩡한 요청")
    page = officer.get("/corrections/").text
    assert "열 수 없는 요청입니다" in page
    assert "멀쩡한 요청" in page
    assert "깨진 요청" not in page


def test_what_goes_with_its_person_is_gone_from_the_list(
    officer: Browser, scene: Scene, system: System
) -> None:
    number = ask(system, scene.people["강유진"], "지울 요청")
    with system.owner("identity") as connection:
        connection.execute("DELETE FROM identity.correction WHERE id = %s", (number,))
    assert "지울 요청" not in officer.get("/corrections/").text


@pytest.mark.parametrize(("login", "status"), [("approver", 403), (None, 200)])
def test_only_who_may_answer_them_reads_them(
    browse: Open, scene: Scene, system: System, house: House, login: str | None, status: int
) -> None:
    ask(system, scene.people["최은서"], "비밀 요청")
    before = len(acts(house, "corrections-read"))
    answer = browse("investigation", login).get("/corrections/")
    assert answer.status_code == status
    assert "비밀 요청" not in answer.text
    assert len(acts(house, "corrections-read")) == before


def test_the_page_names_no_more_than_there_is(
    officer: Browser, scene: Scene, system: System
) -> None:
    for person in scene.people.values():
        for number in range(5):
            ask(system, person, f"요청 {number}")
    page = officer.get("/corrections/").text
    assert len(re.findall(r'action="/corrections/[0-9a-f-]+/done"', page)) == 20
    assert "더 있습니다" not in page
