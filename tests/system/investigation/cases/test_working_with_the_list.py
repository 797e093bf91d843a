"""The list of cases as a desk: filters, search by mark, views that are kept, and queries that do not grow."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from support.house import House, Open

NOW = datetime.now(UTC)
MARK = "2611-D"


def put(house: House, number: int, **fields: Any) -> Any:
    """A case of the cast's officer with a mark of its own."""
    from ansim.domain.pathogens import as_stored, presets
    from ansim.investigation.models import Case

    disease = fields.pop("disease", "covid19")
    usual = {
        "ref": f"{MARK}{number:04}",
        "handle": b"d" * 16,
        "preset": as_stored(presets()[disease]),
        "anchor_date": "2026-11-01",
        "window_start": NOW - timedelta(hours=1),
        "window_end": NOW,
        "opened_by": house.staff["officer"],
        "notified_at": NOW - timedelta(hours=2),
    }
    return Case.objects.create(**{**usual, **fields})


@pytest.fixture
def desk(house: House) -> Iterator[House]:
    from ansim.investigation.models import Case, CaseContact, SavedView

    assert house.staff
    yield house
    CaseContact.objects.filter(case__ref__startswith=MARK).delete()
    Case.objects.filter(ref__startswith=MARK).delete()
    SavedView.objects.all().delete()


def marks(page: Any) -> list[str]:
    return re.findall(rf'href="/cases/({MARK}\d{{4}})/"', page.text)


@pytest.fixture
def some(desk: House) -> House:
    hour = NOW - timedelta(hours=1)
    put(desk, 1, disease="mers", age_band=30, district="연동", itinerary_at=hour)
    put(desk, 2, age_band=80, district="노형동", itinerary_at=hour, contacts_at=hour)
    put(desk, 3, owner=desk.staff["officer2"], names_at=hour, warrant_at=hour, contacts_at=hour)
    put(desk, 4, closed_at=NOW, opened_by=desk.staff["officer2"])
    put(desk, 5, handle=None)
    return desk


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "1235"),
        ({"state": "closed"}, "4"),
        ({"state": "all"}, "12345"),
        ({"owner": "me"}, "125"),
        ({"owner": "me", "state": "all"}, "125"),
        ({"disease": "mers"}, "1"),
        ({"step": "itinerary"}, "1"),
        ({"step": "contacts"}, "2"),
        ({"step": "names"}, "3"),
        ({"step": "taken"}, "5"),
        ({"step": "closed", "state": "all"}, "4"),
        ({"age": "80"}, "2"),
        ({"district": "연동"}, "1"),
        ({"district": "연동", "age": "80"}, ""),
        ({"q": "d0004"}, "4"),  # whatever its state is, and however it is typed
        ({"q": f" {MARK}0002 ", "disease": "mers"}, "2"),
        ({"state": "' OR 1=1", "step": "\x00", "age": "x", "disease": "plague"}, "1235"),
    ],
)
def test_each_filter_leaves_what_it_says(
    browse: Open, some: House, asked: dict[str, str], found: str
) -> None:
    page = browse("investigation", "officer").get("/cases/", **asked)
    assert page.status_code == 200
    assert sorted(marks(page)) == [f"{MARK}000{one}" for one in found]


def test_a_colleagues_cases_are_theirs_who_took_them_over(browse: Open, some: House) -> None:
    officer = browse("investigation", "officer")
    page = officer.get("/cases/", owner=some.staff["officer2"].ref)
    assert marks(page) == [f"{MARK}0003"]


def test_a_row_says_how_far_its_case_has_come_and_who_it_is_about(
    browse: Open, some: House
) -> None:
    from ansim.investigation.models import Case, CaseContact

    case = Case.objects.get(ref=f"{MARK}0002")
    CaseContact.objects.bulk_create(
        CaseContact(case=case, number=one, handle=bytes([one]) * 16) for one in range(1, 8)
    )
    text = browse("investigation", "officer").get("/cases/", q=case.ref).text
    row = re.sub(r"<[^>]+>", " ", text[text.index("<tbody") : text.index("</tbody")])
    for said in (
        case.ref,
        "코로나19",
        "80세 이상",
        "노형동",
        "접촉자 검색",
        "4/7",
        " 7 ",
        "김하준",
    ):
        assert said in row, said


def test_pages_keep_the_filters(browse: Open, desk: House) -> None:
    for number in range(100, 160):
        put(desk, number, disease="measles", opened_at=NOW - timedelta(minutes=number))
    put(desk, 99)
    officer = browse("investigation", "officer")
    first = officer.get("/cases/", disease="measles", q="")
    (following,) = re.findall(r'rel="next"\s+href="(\?[^"]+)"', first.text)
    second = officer.get(f"/cases/{following.replace('&amp;', '&')}")
    found = marks(first) + marks(second)
    assert marks(second), "other tests' cases may stand among them, so where the page ends differs"
    assert found == [f"{MARK}{number:04}" for number in range(100, 160)]


def test_a_view_is_kept_by_its_filters_and_dropped_by_whose_it_is(
    browse: Open, some: House
) -> None:
    from ansim.investigation.models import SavedView

    officer, colleague = browse("investigation", "officer"), browse("investigation", "officer2")
    for _twice in range(2):
        officer.post("/views/", "/cases/", query="disease=mers&step=itinerary&evil=1&state=all")
    (view,) = SavedView.objects.filter(staff=some.staff["officer"])
    assert view.query == "state=all&disease=mers&step=itinerary"
    page = officer.get("/cases/").text
    assert "전체 · 메르스 · 동선 조회" in page
    assert "메르스 · 동선" not in colleague.get("/cases/").text
    colleague.post(f"/views/{view.pk}/drop", "/cases/")
    assert SavedView.objects.filter(pk=view.pk).exists()
    officer.post(f"/views/{view.pk}/drop", "/cases/")
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_of_many_views_the_newest_twelve_are_kept(browse: Open, desk: House) -> None:
    from ansim.investigation.models import SavedView

    officer = browse("investigation", "officer")
    asked = [f"disease={one}&age={age}" for one in ("covid19", "mers") for age in range(0, 70, 10)]
    for query in asked:
        officer.post("/views/", "/cases/", query=query)
    kept = SavedView.objects.filter(staff=desk.staff["officer"]).order_by("id")
    assert [one.query for one in kept] == asked[2:]


@pytest.mark.parametrize(
    "typed",
    [
        "q=010-0000-0101",
        "q=01000000101",
        "q=%2B821000000101",
        "q=홍길동",
        "district=홍길동",
        "owner=홍길동",
    ],
)
def test_no_number_and_no_name_is_kept_in_a_view(browse: Open, desk: House, typed: str) -> None:
    from ansim.investigation.models import SavedView

    officer = browse("investigation", "officer")
    page = officer.http.get(f"/cases/?{typed}")
    assert page.status_code == 200
    officer.post("/views/", "/cases/", query=f"{typed}&disease=mers")
    (view,) = SavedView.objects.filter(staff=desk.staff["officer"])
    assert view.query == "disease=mers"


def test_queries_do_not_grow_with_the_cases(desk: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from ansim.investigation.cases.case_filters import CaseFilter
    from ansim.investigation.cases.pages_of_cases import choices_of, page_of, rows_of
    from ansim.investigation.models import Case, CaseContact

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = page_of(desk.staff["officer"], CaseFilter.read({"q": MARK}), "")
            rows_of(page.cases, {})
            choices_of(desk.staff["officer"])
        few = ("COUNT(*)", "merge", "accounts_deputy")  # as many as there are
        assert [
            one["sql"]
            for one in asked
            if "LIMIT" not in one["sql"] and not any(map(one["sql"].__contains__, few))
        ] == []
        return len(asked)

    put(desk, 0)
    queries()  # whom the officer stands in for is asked once
    few = queries()
    cases = [put(desk, number) for number in range(1, 300)]
    CaseContact.objects.bulk_create(
        CaseContact(case=case, number=one, handle=bytes([one]) * 16)
        for case in cases[::3]
        for one in range(1, 20)
    )
    assert Case.objects.filter(ref__startswith=MARK).count() == 300
    assert queries() == few <= 6
