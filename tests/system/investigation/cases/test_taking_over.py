"""An absent officer's cases go on with a colleague: the vault decides, and the ledger has the reason."""

from datetime import UTC, datetime
from typing import Any

from support.cases import open_case
from support.house import House, Open
from support.scene import Scene
from support.walk import Walk, kinds


def case_of(page: Any) -> str:
    return str(page.url.path.split("/")[2])


def taker(house: House, case: str) -> str:
    with house.system.owner("identity") as identity:
        row = identity.execute(
            "SELECT taken_by FROM vault.known_case WHERE ref = %s", [case]
        ).fetchone()
    return str(row[0]) if row else ""


def test_a_colleague_goes_on_with_the_cases_that_were_chosen(
    browse: Open, house: House, scene: Scene
) -> None:
    from ansim.investigation.models import Case

    house.need("tracer")
    officer, colleague = browse("investigation", "officer"), browse("investigation", "officer2")
    day = scene.noon.date()
    mine, other = (case_of(open_case(house, officer, None, day)) for _one in range(2))
    # The oldest are offered, and the newest come first in lists, of other tests' cases too.
    both, opened_at = (
        Case.objects.filter(ref__in=[mine, other]),
        Case.objects.get(ref=mine).opened_at,
    )
    both.update(opened_at=datetime(2020, 1, 1, tzinfo=UTC))
    owner = house.staff["officer"].ref
    page = colleague.get("/hands/", owner=owner)
    assert mine in page.text
    assert other in page.text
    refused = colleague.post("/hands/", f"/hands/?owner={owner}", owner=owner, reason="absent")
    assert refused.status_code == 400
    refused = colleague.post(
        "/hands/", f"/hands/?owner={owner}", owner=owner, case=[mine], reason="bored"
    )
    assert refused.status_code == 400
    assert taker(house, mine) == owner
    done = colleague.post(
        "/hands/", f"/hands/?owner={owner}", owner=owner, case=[mine], reason="absent"
    )
    assert done.url.path == "/cases/"
    both.update(opened_at=opened_at)
    assert mine in colleague.get("/cases/", owner="me").text
    assert taker(house, mine) == house.staff["officer2"].ref
    assert taker(house, other) == owner
    assert Case.objects.get(ref=mine).worked_by == house.staff["officer2"]
    assert kinds(house, mine)[-1] == "case-taken-over"
    assert "동료의 사례를 넘겨받음 (동료 부재)" in colleague.get(f"/cases/{mine}/ledger").text
    assert mine not in officer.get("/cases/", owner="me").text
    assert other in officer.get("/cases/", owner="me").text


def test_no_case_of_another_team_and_none_of_ones_own_is_taken_over(
    walk: Walk, browse: Open, house: House
) -> None:
    from ansim.accounts.models import Staff

    case, owner = walk.case.rsplit("/", 1)[1], house.staff["officer"].ref
    colleague = browse("investigation", "officer2")
    Staff.objects.filter(login="officer2").update(agency="제주", team="서부")
    try:
        assert case not in colleague.get("/hands/", owner=owner).text
        colleague.post("/hands/", "/keys/", owner=owner, case=[case], reason="absent")
    finally:
        Staff.objects.filter(login="officer2").update(agency="", team="")
    assert taker(house, case) == owner
    assert owner not in walk.officer.get("/hands/").text
    assert walk.approver.get("/hands/").status_code == 403
