"""The main job at the console, over HTTP: case, itinerary, contacts, warrant of two, names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from support.house import PASSPHRASE, Browser, House, Open
from support.scene import Scene


@dataclass
class Walk:
    """An officer and an approver with an open case and its contacts, before any warrant."""

    officer: Browser
    approver: Browser
    case: str
    itinerary: httpx.Response
    terms: dict[str, str]

    def contacts(self, **changes: str) -> httpx.Response:
        return self.officer.get(f"{self.case}/contacts", **{**self.terms, **changes})

    def ask(self, **changes: str) -> httpx.Response:
        fields = {
            "purpose": "test-contacts",
            "legal_basis": "IDCPA-76-2-1",
            "start": self.terms["start"],
            "end": self.terms["end"],
            "row_cap": "10",
            "valid_days": "7",
            "passphrase": PASSPHRASE,
        }
        return self.officer.post(f"{self.case}/warrants/new", **{**fields, **changes})

    def approve(self, warrant: str, passphrase: str = PASSPHRASE) -> httpx.Response:
        return self.approver.post(
            f"/warrants/{warrant}/approve", f"/warrants/{warrant}", passphrase=passphrase
        )

    def names(self, *numbers: int, **changes: str) -> httpx.Response:
        return self.officer.post(
            f"{self.case}/identities",
            f"{self.case}/contacts",
            contact=[str(one) for one in numbers],
            **{**self.terms, **changes},
        )


@pytest.fixture
def walk(browse: Open, scene: Scene) -> Walk:
    officer, approver = browse("investigation", "officer"), browse("investigation", "approver")
    page = officer.post(
        "/cases/new",
        phone=scene.case_phone,
        preset="covid19",
        anchor_date=scene.noon.date().isoformat(),
    )
    case = f"/cases/{page.url.path.split('/')[2]}"
    start, end = (f"{scene.noon.date()}T{hour}" for hour in ("00:00", "23:59"))
    terms = {"start": start, "end": end, "minutes": "10", "degrees": "1", "residual": "0"}
    return Walk(officer, approver, case, page, terms)


def numbers_of(page: httpx.Response) -> list[int]:
    return [int(one) for one in re.findall(r"<b>접촉자 (\d+)</b>", page.text)]


def ref_of(page: httpx.Response) -> str:
    return page.url.path.split("/")[-1]


def kinds(house: House, case: str) -> list[str]:
    with house.system.owner("main") as connection:
        rows = connection.execute(
            "SELECT kind FROM ledger.entry WHERE case_ref = %s ORDER BY seq",
            (case.rsplit("/", maxsplit=1)[-1],),
        )
        return [row[0] for row in rows]


def test_a_case_opens_by_phone_and_shows_the_itinerary(walk: Walk) -> None:
    page = walk.itinerary
    assert page.status_code == 200
    assert page.url.path.endswith("/itinerary")
    assert page.text.index("한결 국수") < page.text.index("돌담 커피")
    assert "12:00 – 13:00" in page.text
    assert "동반 1명" in page.text
    assert "증거: 양호" in page.text


def test_an_end_that_nobody_recorded_is_marked_as_an_estimate(walk: Walk) -> None:
    assert "퇴장 시각 추정" in walk.itinerary.text


def test_the_number_stands_in_no_address_and_in_no_table(
    walk: Walk, scene: Scene, house: House
) -> None:
    digits = scene.case_phone.replace("-", "")
    assert digits[3:] not in str(walk.itinerary.url).replace("-", "")
    for text in everything_in_main(house):
        assert digits not in text.replace("-", "")
        assert "박도윤" not in text


def everything_in_main(house: House) -> Iterator[str]:
    with house.system.owner("main") as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
            " WHERE table_schema IN ('public', 'ledger') AND table_name NOT LIKE 'business_venue%'"
        ).fetchall()
        for (table,) in tables:
            for (row,) in connection.execute(f"SELECT t::text FROM {table} t"):
                yield str(row)


def test_a_number_that_nobody_signed_up_with_opens_nothing(browse: Open, scene: Scene) -> None:
    answer = browse("investigation", "officer").post(
        "/cases/new",
        phone="010-0000-9999",
        preset="covid19",
        anchor_date=scene.noon.date().isoformat(),
    )
    assert answer.status_code == 400
    assert "가입한 사람이 없습니다" in answer.text


@pytest.mark.parametrize("phone", ["12", "전화번호", "' OR 1=1 --"])
def test_what_is_no_phone_number_is_told_so(browse: Open, scene: Scene, phone: str) -> None:
    answer = browse("investigation", "officer").post(
        "/cases/new", phone=phone, preset="covid19", anchor_date=scene.noon.date().isoformat()
    )
    assert answer.status_code == 400
    assert "010-0000-0000처럼" in answer.text


def test_the_search_finds_who_was_there_and_nobody_else(walk: Walk) -> None:
    page = walk.contacts()
    assert len(numbers_of(page)) == 2
    assert "40분" in page.text


def test_a_longer_time_together_finds_fewer(walk: Walk) -> None:
    assert len(numbers_of(walk.contacts(minutes="30"))) == 1


def test_contacts_keep_their_numbers(walk: Walk) -> None:
    fewer, all_ = numbers_of(walk.contacts(minutes="30")), numbers_of(walk.contacts())
    assert fewer == [1]
    assert sorted(all_) == [1, 2]


def test_the_contact_list_names_nobody(walk: Walk, scene: Scene) -> None:
    text = walk.contacts().text
    assert [name for name in scene.people if name in text] == []
    assert [phone for phone in scene.phones.values() if phone in text] == []
    assert [person for person in scene.people.values() if person.hex() in text] == []


@pytest.mark.parametrize(
    "changes",
    [{"minutes": "-1"}, {"degrees": "9"}, {"end": "2000-01-01T00:00"}, {"start": "yesterday"}],
)
def test_terms_that_make_no_sense_search_nothing(
    walk: Walk, house: House, changes: dict[str, str]
) -> None:
    before = kinds(house, walk.case)
    assert walk.contacts(**changes).status_code == 400
    assert kinds(house, walk.case) == before


def test_no_name_without_a_warrant(walk: Walk, scene: Scene) -> None:
    walk.contacts()
    answer = walk.names(1, 2)
    assert answer.status_code == 400
    assert "최은서" not in answer.text
    assert "승인서 없이는" in answer.text


def test_no_name_with_the_officers_signature_alone(walk: Walk) -> None:
    walk.contacts()
    assert walk.ask().status_code == 200
    answer = walk.names(1, 2)
    assert answer.status_code == 400
    assert "최은서" not in answer.text


def test_two_signatures_open_exactly_the_chosen(walk: Walk, scene: Scene) -> None:
    walk.contacts()
    approved = walk.approve(ref_of(walk.ask()))
    assert approved.status_code == 200
    both, one = walk.names(1, 2), walk.names(1)
    assert "최은서" in both.text
    assert scene.phones["최은서"] in both.text
    assert "정시우" in both.text
    assert "강유진" not in both.text
    assert ("최은서" in one.text) != ("정시우" in one.text)
    assert both.headers["cache-control"] == "no-store, private"


def test_every_step_is_in_the_ledger_before_its_answer(walk: Walk, house: House) -> None:
    walk.contacts()
    walk.approve(ref_of(walk.ask()))
    walk.names(1)
    assert [one for one in kinds(house, walk.case) if one != "contacts-searched"] == [
        "phone-looked-up",
        "case-opened",
        "itinerary-read",
        "warrant-requested",
        "warrant-approved",
        "identities-opened",
    ]


def test_a_name_is_stored_nowhere_after_it_was_shown(walk: Walk, house: House) -> None:
    walk.contacts()
    walk.approve(ref_of(walk.ask()))
    walk.names(1, 2)
    assert [
        text for text in everything_in_main(house) if "최은서" in text or "00000102" in text
    ] == []


def test_the_officer_cannot_approve(walk: Walk) -> None:
    warrant = ref_of(walk.ask())
    answer = walk.officer.post(
        f"/warrants/{warrant}/approve", f"/warrants/{warrant}", passphrase=PASSPHRASE
    )
    assert answer.status_code == 403


def test_the_approver_cannot_ask_search_or_open(walk: Walk) -> None:
    for path in (
        "/cases/new",
        f"{walk.case}/itinerary",
        f"{walk.case}/contacts",
        f"{walk.case}/warrants/new",
    ):
        assert walk.approver.get(path).status_code == 403


def test_the_cap_of_the_warrant_holds(walk: Walk) -> None:
    walk.contacts()
    walk.approve(ref_of(walk.ask(row_cap="1")))
    both = walk.names(1, 2)
    assert both.status_code == 400
    assert "최은서" not in both.text
    assert "인원을 넘었습니다" in both.text
    assert walk.names(1).status_code == 200


def test_a_wrong_passphrase_signs_nothing(walk: Walk) -> None:
    answer = walk.ask(passphrase="not my passphrase")
    assert answer.status_code == 400
    assert "암호문이 맞지 않습니다" in answer.text
    assert "승인서가 없습니다" in walk.officer.get(f"{walk.case}/warrants").text


def test_a_warrant_for_other_days_opens_nobody(walk: Walk, scene: Scene) -> None:
    walk.contacts()
    day = scene.noon.date()
    walk.approve(ref_of(walk.ask(start=f"{day}T20:00", end=f"{day}T21:00")))
    answer = walk.names(1, 2)
    assert "최은서" not in answer.text
    assert "승인서 범위 밖" in walk.contacts().text


def test_an_expired_warrant_opens_nobody(walk: Walk, house: House) -> None:
    from ansim.investigation.models import WarrantRecord

    walk.contacts()
    warrant = ref_of(walk.ask())
    walk.approve(warrant)
    # What a console in wrong hands would do is the vault's tests' matter; here the screen's own clock.
    WarrantRecord.objects.filter(ref=warrant).update(expires_at="2020-01-01T00:00:00Z")
    assert walk.names(1).status_code == 400


def test_a_warrant_rewritten_in_the_database_opens_nobody(walk: Walk, house: House) -> None:
    import msgspec

    from ansim.domain.warrant import canonical, read_warrant
    from ansim.investigation.models import WarrantRecord

    walk.contacts()
    warrant = ref_of(walk.ask(row_cap="1"))
    walk.approve(warrant)
    record = WarrantRecord.objects.get(ref=warrant)
    forged = msgspec.structs.replace(read_warrant(bytes(record.text)), row_cap=5000)
    WarrantRecord.objects.filter(ref=warrant).update(text=canonical(forged))
    answer = walk.names(1, 2)
    assert answer.status_code == 400
    assert "최은서" not in answer.text


def test_the_window_can_be_changed(walk: Walk, house: House, scene: Scene) -> None:
    day = scene.noon.date()
    page = walk.officer.post(
        f"{walk.case}/window", f"{walk.case}/itinerary", start=f"{day}T17:00", end=f"{day}T23:00"
    )
    assert "돌담 커피" in page.text
    assert "한결 국수" not in page.text
    assert "window-changed" in kinds(house, walk.case)


def test_the_ledger_tells_it_in_words(walk: Walk) -> None:
    walk.contacts()
    for path in ("/ledger/", f"{walk.case}/ledger"):
        page = walk.approver.get(path).text
        assert "1차까지 접촉자 검색 (최소 10분" in page
        assert "김하준" in page


def test_an_unknown_case_is_not_found(browse: Open) -> None:
    officer: Any = browse("investigation", "officer")
    assert officer.get("/cases/2611-ZZZZZ/itinerary").status_code == 404
    assert officer.get("/warrants/W-ZZZZZZZZ").status_code == 404


def test_an_officer_may_ask_backward_and_the_ledger_says_so(walk: Walk, house: House) -> None:
    forward, backward = walk.contacts(), walk.contacts(direction="backward")
    assert backward.status_code == 200
    assert "확진자를 감염시켰을 수 있는 사람들입니다." in backward.text
    assert "확진자를 감염시켰을 수 있는 사람들입니다." not in forward.text
    assert [kind for kind in kinds(house, walk.case) if kind.endswith("-searched")][-2:] == [
        "contacts-searched",
        "sources-searched",
    ]
    assert walk.contacts(direction="sideways").status_code == 400


def test_contacts_are_classified_by_the_time_shared(walk: Walk) -> None:
    text = walk.contacts(minutes="0").text
    assert "밀접접촉" in text
