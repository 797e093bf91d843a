"""Modes of a surge: decided by an approver, entered first, seen on every page of the agency, ended again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from support.house import House, Open

BAND = "접촉자에게 문자로만 안내"


@pytest.fixture
def calm(house: House) -> Iterator[House]:
    from ansim.accounts.models import Staff
    from ansim.investigation.models import SurgeDecision

    assert house.staff
    SurgeDecision.objects.all().delete()
    yield house
    SurgeDecision.objects.all().delete()
    Staff.objects.update(agency="", team="")


def entries(house: House, kind: str) -> list[tuple[str, str]]:
    with house.system.owner("main") as main:
        rows = main.execute(
            "SELECT actor, detail ->> 'mode' FROM ledger.entry WHERE kind = %s AND actor = %s ORDER BY seq",
            [kind, house.staff["approver"].ref],
        )
        return [(str(row[0]), str(row[1])) for row in rows.fetchall()]


def test_a_deputy_decides_on_none_and_answers_no_correction(browse: Open, calm: House) -> None:
    from ansim.accounts.models import Deputy

    now, hour = datetime.now(UTC), timedelta(hours=1)
    for login, role, own, refused in (
        ("officer", "approver", "/warrants/", "/surge/"),
        ("approver", "officer", "/shift/", "/corrections/"),
    ):
        reader, staff = browse("investigation", login), calm.staff[login]
        acts = Deputy.objects.create(staff=staff, role=role, since=now - hour, until=now + hour)
        try:
            assert reader.get(own).status_code == 200
            assert reader.get(refused).status_code == 403
        finally:
            acts.delete()


def test_a_decision_is_entered_shown_to_the_agency_and_ended(browse: Open, calm: House) -> None:
    from ansim.accounts.models import Staff
    from ansim.investigation.models import SurgeDecision

    approver, officer = browse("investigation", "approver"), browse("investigation", "officer")
    before = len(entries(calm, "surge-begun"))
    fields = {"mode": "text-only", "reason": "over-capacity", "days": "3"}
    done = approver.post("/surge/", **fields)
    assert done.url.path == "/"
    assert entries(calm, "surge-begun")[before:] == [(calm.staff["approver"].ref, "text-only")]
    for path in ("/", "/cases/", "/notifications/", "/ledger/"):
        text = officer.get(path).text
        assert BAND in text, path
        assert "팀이 처리할 수 없는 사례 수" in text
        assert "이서윤 결정" in text
    again = approver.post("/surge/", **fields)
    assert again.status_code == 400
    assert "이미 시행 중인 방식입니다" in again.text
    assert len(entries(calm, "surge-begun")) == before + 1, "what does not begin is not entered"
    Staff.objects.filter(login="officer").update(agency="서귀포")
    assert BAND not in officer.get("/cases/").text
    decision = SurgeDecision.objects.get()
    approver.post(f"/surge/{decision.pk}/end", "/surge/")
    approver.post(f"/surge/{decision.pk}/end", "/surge/")
    assert BAND not in browse("investigation", "officer2").get("/cases/").text
    assert entries(calm, "surge-ended")[-1:] == [(calm.staff["approver"].ref, "text-only")]


def test_a_mode_is_over_with_its_time_and_can_be_decided_anew(browse: Open, calm: House) -> None:
    from ansim.investigation.models import SurgeDecision

    approver = browse("investigation", "approver")
    now = datetime.now(UTC)
    past = SurgeDecision.objects.create(
        agency="",
        mode="text-only",
        reason="ordered",
        decided_by=calm.staff["approver"],
        decided_at=now - timedelta(days=3),
        until=now - timedelta(hours=1),
    )
    assert BAND not in approver.get("/cases/").text
    assert approver.post("/surge/", mode="text-only", reason="ordered", days="1").url.path == "/"
    assert BAND in approver.get("/cases/").text
    past.refresh_from_db()
    assert past.ended_at == past.until


@pytest.mark.parametrize(
    "fields",
    [
        {"mode": "do-nothing", "reason": "ordered", "days": "1"},
        {"mode": "text-only", "reason": "tired", "days": "1"},
        {"mode": "text-only", "reason": "ordered", "days": "400"},
        {"mode": "", "reason": "", "days": ""},
    ],
)
def test_only_the_words_of_the_page_are_decided(
    browse: Open, calm: House, fields: dict[str, str]
) -> None:
    from ansim.investigation.models import SurgeDecision

    assert browse("investigation", "approver").post("/surge/", **fields).status_code == 400
    assert not SurgeDecision.objects.exists()


def test_no_officer_decides_and_no_other_agency_ends(browse: Open, calm: House) -> None:
    from ansim.accounts.models import Staff
    from ansim.investigation.models import SurgeDecision

    approver, officer = browse("investigation", "approver"), browse("investigation", "officer")
    assert officer.get("/surge/").status_code == 403
    approver.post("/surge/", mode="venue-wide", reason="ordered", days="1")
    decision = SurgeDecision.objects.get()
    Staff.objects.filter(login="approver").update(agency="서귀포")
    assert approver.post(f"/surge/{decision.pk}/end", "/surge/").status_code == 404
    decision.refresh_from_db()
    assert decision.ended_at is None
