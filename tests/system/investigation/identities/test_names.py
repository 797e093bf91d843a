"""Names behind contacts, under a warrant of two."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from support.house import House
from support.scene import Scene
from support.walk import Walk, everything_in_main, kinds, ref_of


def test_no_name_without_a_warrant(walk: Walk, scene: Scene) -> None:
    walk.contacts()
    answer = walk.names(1, 2)
    assert answer.status_code == 400
    assert "최은서" not in answer.text
    assert "승인서 없이는 신원을 열람할 수 없습니다" in answer.text


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


@contextmanager
def damaged(house: House, person: bytes, expression: str) -> Iterator[None]:
    """The seal of one person, written over for a while."""
    where = "WHERE person_id = %(person)s"
    with house.system.owner("identity") as identity:
        query = f"SELECT sealed FROM identity.identity {where}"
        row = identity.execute(query, {"person": person}).fetchone()
        assert row
        write = "UPDATE identity.identity SET sealed = "
        identity.execute(f"{write}{expression} {where}", {"person": person})
        yield
        identity.execute(f"{write}%(sealed)s {where}", {"person": person, "sealed": row[0]})


@pytest.mark.parametrize("name", ["최은서", "정시우"])
@pytest.mark.parametrize("expression", ["''", "set_byte(sealed, 40, 255 - get_byte(sealed, 40))"])
def test_one_damaged_seal_hides_nobody_else(
    walk: Walk, scene: Scene, house: House, name: str, expression: str
) -> None:
    (other,) = {"최은서", "정시우"} - {name}
    walk.contacts()
    walk.approve(ref_of(walk.ask()))
    with damaged(house, scene.people[name], expression):
        answer = walk.names(1, 2)
    assert answer.status_code == 200
    assert other in answer.text
    assert scene.phones[other] in answer.text
    assert name not in answer.text
    assert scene.phones[name] not in answer.text
    assert "<small>손상됨</small>" in answer.text
    assert "1명의 기록은 손상되어" in answer.text
    assert "손상되어" not in walk.names(1, 2).text


def test_every_step_is_in_the_ledger_before_its_answer(walk: Walk, house: House) -> None:
    walk.contacts()
    walk.approve(ref_of(walk.ask()))
    walk.names(1)
    told = [one for one in kinds(house, walk.case) if one != "contacts-searched"]
    assert told == [
        "phone-looked-up",
        "case-notified",
        "case-opened",
        "itinerary-read",
        "contacts-taken",
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


def test_the_cap_of_the_warrant_holds(walk: Walk) -> None:
    walk.contacts()
    walk.approve(ref_of(walk.ask(cap="1")))
    both = walk.names(1, 2)
    assert both.status_code == 400
    assert "최은서" not in both.text
    assert "인원을 넘었습니다" in both.text
    assert walk.names(1).status_code == 200


@pytest.mark.parametrize(
    "other", [{"minutes": "1"}, {"degrees": "2"}, {"residual": "30"}, {"start": "the day before"}]
)
def test_a_warrant_for_another_search_opens_nobody(
    walk: Walk, scene: Scene, other: dict[str, str]
) -> None:
    if "start" in other:
        other = {"start": f"{scene.noon.date() - timedelta(days=1)}T00:00"}
    walk.contacts()
    walk.approve(ref_of(walk.ask(**other)))
    answer = walk.choose(1, 2)
    assert answer.status_code == 400
    assert "승인서 없이는" in answer.text
    page = walk.contacts().text
    assert "다른 검색에 대한 것" in page
    assert f'formaction="{walk.case}/identities"' not in page
    fitting = walk.contacts(**other).text
    assert f'formaction="{walk.case}/identities"' in fitting
    assert walk.names(1, **other).status_code == 200


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

    from ansim.domain.signed_texts import read_text, write_text
    from ansim.domain.warrant import Warrant
    from ansim.investigation.models import WarrantRecord

    walk.contacts()
    warrant = ref_of(walk.ask(cap="1"))
    walk.approve(warrant)
    record = WarrantRecord.objects.get(ref=warrant)
    forged = msgspec.structs.replace(read_text(bytes(record.text), Warrant), cap=12)
    WarrantRecord.objects.filter(ref=warrant).update(text=write_text(forged))
    answer = walk.names(1, 2)
    assert answer.status_code == 400
    assert "최은서" not in answer.text
