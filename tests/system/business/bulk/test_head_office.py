"""A head office brings in its list: preview, approval, differences; never another business's venue"""

from typing import Any

import pytest

from support.house import Browser, Open
from support.lists import bring, csv, shop, take_in, work
from support.owner import SignedIn, messages_to, with_business

pytestmark = pytest.mark.long


def venues_of(office: SignedIn) -> dict[str, Any]:
    business = office.account.businesses().get()
    found = business.venues.exclude(external_id=None)
    return {venue.external_id.partition(":")[2]: venue for venue in found}


def decide(clerk: Browser, upload: Any, **fields: Any) -> None:
    page = f"/lists/waiting/{upload.pk}"
    assert clerk.post(f"{page}/decision", page=page, **fields).status_code == 200
    work()
    upload.refresh_from_db()


def established(office: SignedIn, clerk: Browser, *rows: list[Any]) -> Any:
    """Venues of the office that a clerk approved."""
    upload = take_in(office.browser, bring(office, csv(rows), reach="whole"))
    decide(clerk, upload, row=list(upload.rows.filter(waits=True).values_list("pk", flat=True)))
    if upload.rows.filter(waits=True).exists():
        decide(clerk, upload, plain="1")
    assert upload.state == "applied"
    return upload


def test_new_venues_wait_for_a_clerk_and_get_a_code_then(office: SignedIn, clerk: Browser) -> None:
    upload = bring(office, csv([shop(1), shop(2), shop(3, latitude="서쪽"), shop(1)]))
    assert (upload.state, upload.rows_in) == ("ready", 4)
    assert upload.counts == {"added": 2, "refused": 1, "aside": 1}
    assert venues_of(office) == {}
    page = office.browser.get(f"/my/lists/files/{upload.pk}?fate=refused").text
    assert "서쪽" in page
    assert "위도" in page
    upload = take_in(office.browser, upload)
    assert (upload.state, venues_of(office)) == ("waiting", {})
    decide(clerk, upload, plain="1")
    assert sorted(venues_of(office)) == ["S-1", "S-2"]
    assert all(venue.live_code() for venue in venues_of(office).values())
    assert upload.state == "applied"
    assert [row.fate for row in upload.rows.all()] == ["refused"]
    assert "2곳이 승인" in messages_waiting_for(office)[0]


def messages_waiting_for(office: SignedIn) -> list[str]:
    """What the outbox holds for the person, said in Korean."""
    from django.db import connection

    from ansim.notices.words import Template, say

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT template, params FROM notices.message WHERE owner_id = %s ORDER BY id DESC",
            [office.account.pk],
        )
        rows = cursor.fetchall()
    import json

    return [
        say(Template(name), "ko", params if isinstance(params, dict) else json.loads(params))
        for name, params in rows
    ]


def test_a_later_file_changes_what_differs_and_leaves_what_it_does_not_say(
    office: SignedIn, clerk: Browser
) -> None:
    established(office, clerk, shop(1), shop(2))
    rows = [shop(1, phone="064-700-9999"), shop(2, phone="", latitude="", longitude="")]
    upload = bring(office, csv(rows))
    assert upload.counts == {"changed": 1, "unchanged": 1}
    page = office.browser.get(f"/my/lists/files/{upload.pk}").text
    assert "064-700-0001" in page
    assert "064-700-9999" in page
    assert take_in(office.browser, upload).state == "applied"
    assert venues_of(office)["S-1"].phone == "064-700-9999"
    assert venues_of(office)["S-2"].phone == "064-700-0002"
    assert venues_of(office)["S-2"].latitude is not None
    # Each venue's history says who made it and what changed; a phone's numbers stand in none.
    made, changed = venues_of(office)["S-1"].steps.all()
    assert (made.what, made.staff and made.staff.login) == ("registered", "registrar")
    assert (changed.what, changed.owner) == ("listed", office.account)
    assert changed.changed == {"phone": []}
    assert venues_of(office)["S-2"].steps.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": "완전히 다른 곳"},
        {"name": "바람빵집 제주보건소 1호"},
        {"latitude": 33.45, "longitude": 126.9},
    ],
)
def test_a_venue_that_would_become_another_place_waits_for_a_clerk(
    office: SignedIn, clerk: Browser, change: dict[str, Any]
) -> None:
    established(office, clerk, shop(1))
    upload = take_in(office.browser, bring(office, csv([shop(1, **change)])))
    assert upload.state == "waiting"
    assert venues_of(office)["S-1"].name == "바람빵집 1호"
    decide(clerk, upload, row=[upload.rows.get().pk], reason="wrong-name")
    assert upload.state == "applied"
    assert venues_of(office)["S-1"].name == "바람빵집 1호"
    assert "승인되지 않았습니다" in messages_waiting_for(office)[0]
    step = upload.steps.filter(what="turned-down").get()
    assert (step.staff.login, sum(step.counts.values())) == ("registrar", 1)
    page = office.browser.get(f"/my/lists/files/{upload.pk}").text
    assert "반려" in page
    assert step.staff.ref not in page
    assert step.staff.ref in clerk.get(f"/lists/waiting/{upload.pk}").text


def test_a_number_that_another_business_holds_is_refused_and_its_venue_untouched(
    browse: Open, office: SignedIn, clerk: Browser
) -> None:
    established(office, clerk, shop(1))
    stranger = with_business(browse, "head_office")
    # Handed over: the venue goes on under the number that its former business gave it.
    venue = venues_of(office)["S-1"]
    venue.business = stranger.account.businesses().get()
    venue.save(update_fields=["business"])
    upload = bring(office, csv([shop(1, name="다시 우리 것")]))
    assert upload.counts == {"refused": 1}
    venue.refresh_from_db()
    assert venue.name == "바람빵집 1호"
    # And it is told as the reason in both languages, whatever else was noted of the row.
    upload = bring(office, csv([shop(1, name="다시 우리 것", kind="우주선")]))
    told = office.browser.get(f"/my/lists/files/{upload.pk}/refused.csv").content.decode()
    assert "다른 사업자의 사업장이 쓰는 번호" in told
    assert "another business" in told
    # And a number of the same letters in another business's list is another venue.
    other = bring(stranger, csv([shop(1)]))
    assert other.counts == {"added": 1}


def test_venues_without_a_number_are_known_by_name_and_address(
    office: SignedIn, clerk: Browser
) -> None:
    from ansim.business.models import Venue

    business = office.account.businesses().get()
    given = {"name": "바람빵집 7호", "address": shop(7)[3], "category": 2}
    venue = Venue.objects.create(business=business, latitude=33.307, longitude=126.5, **given)
    upload = take_in(office.browser, bring(office, csv([shop(7)])))
    venue.refresh_from_db()
    assert upload.state == "applied"
    assert (venue.external_id, venue.phone) == (f"b{business.pk}:S-7", "064-700-0007")


def test_a_shop_within_anothers_mall_is_one_of_the_list_and_a_zone_is_not(
    browse: Open, office: SignedIn
) -> None:
    from ansim.business.models import Venue

    mall = with_business(browse).account.venues().first()
    business = office.account.businesses().get()
    given = {"address": shop(9)[3], "category": 2, "business": business}
    tenant = Venue.objects.create(parent=mall, name="바람빵집 9호", **given)
    Venue.objects.create(parent=business.venues.first(), name="바람빵집 10호", **given)
    listed = office.browser.get(f"/my/lists/business/{business.pk}.csv").content.decode()
    assert "바람빵집 9호" in listed
    assert "바람빵집 10호" not in listed
    upload = bring(office, csv([shop(9), shop(10, address=shop(9)[3])]))
    found = upload.rows.order_by("row").values_list("fate", "venue_id")
    assert list(found) == [("changed", tenant.pk), ("added", None)]


def test_a_file_of_which_nothing_can_wait_any_more_waits_no_longer(
    browse: Open, office: SignedIn, clerk: Browser
) -> None:
    established(office, clerk, shop(1))
    upload = take_in(office.browser, bring(office, csv([shop(1, name="완전히 다른 곳")])))
    assert upload.state == "waiting"
    venue = venues_of(office)["S-1"]
    venue.business = with_business(browse, "head_office").account.businesses().get()
    venue.save(update_fields=["business"])
    decide(clerk, upload, row=[upload.rows.get().pk])
    assert (upload.state, upload.rows.get().fate) == ("applied", "refused")
    venue.refresh_from_db()
    assert venue.name == "바람빵집 1호"


def test_closings_are_ticked_and_many_are_confirmed_by_their_number(
    office: SignedIn, clerk: Browser
) -> None:
    established(office, clerk, *(shop(number) for number in range(1, 7)))
    upload = bring(office, csv([shop(1), shop(2), shop(3), shop(4, latitude="?")]), reach="whole")
    # Row 4 is refused, so its venue is not taken for missing.
    assert upload.counts == {"unchanged": 3, "refused": 1, "missing": 2}
    page = f"/my/lists/files/{upload.pk}/closings"
    assert office.browser.get(page).status_code == 200
    assert take_in_refused(office, upload, "").status_code == 200  # nothing ticked, nothing asked
    work()
    assert all(venue.closed_at is None for venue in venues_of(office).values())
    upload = bring(office, csv([shop(number) for number in range(1, 5)]), reach="whole")
    page = f"/my/lists/files/{upload.pk}/closings"
    office.browser.post(page, which="all")
    assert take_in_refused(office, upload, "3").status_code == 400
    assert take_in_refused(office, upload, "2").status_code == 200
    work()
    closed = {number for number, venue in venues_of(office).items() if venue.closed_at}
    assert closed == {"S-5", "S-6"}
    assert [step.why for step in venues_of(office)["S-5"].steps.filter(what="closed")] == ["owner"]


def take_in_refused(office: SignedIn, upload: Any, number: str) -> Any:
    page = f"/my/lists/files/{upload.pk}"
    return office.browser.post(f"{page}/apply", page=page, number=number)


def test_a_file_of_some_venues_proposes_nothing_for_closing(
    office: SignedIn, clerk: Browser
) -> None:
    established(office, clerk, shop(1), shop(2), shop(3))
    assert bring(office, csv([shop(1)]), reach="changes").counts == {"unchanged": 1}


def test_what_changed_meanwhile_is_compared_anew_and_nothing_is_taken_in(
    office: SignedIn, clerk: Browser
) -> None:
    established(office, clerk, shop(1), shop(2))
    upload = bring(office, csv([shop(1, phone="064-700-1111"), shop(2, phone="064-700-2222")]))
    venue = venues_of(office)["S-2"]
    venue.phone = "064-700-3333"
    venue.save(update_fields=["phone"])
    upload = take_in(office.browser, upload)
    assert (upload.state, upload.stale) == ("ready", True)
    assert venues_of(office)["S-1"].phone == "064-700-0001"
    assert "064-700-3333" in office.browser.get(f"/my/lists/files/{upload.pk}").text
    assert take_in(office.browser, upload).state == "applied"
    assert venues_of(office)["S-2"].phone == "064-700-2222"


def test_two_files_of_one_list_at_once_make_nothing_twice(office: SignedIn, clerk: Browser) -> None:
    first, second = (bring(office, csv([shop(1), shop(2)])) for _ in range(2))
    for upload in (first, second):
        take_in(office.browser, upload)
    for upload in (first, second):
        decide(clerk, upload, plain="1")
    assert sorted(venues_of(office)) == ["S-1", "S-2"]
    # The second was compared when they were not there: a clerk sees what is new about it.
    second.refresh_from_db()
    assert (second.state, second.stale) == ("waiting", True)


def test_what_was_approved_and_then_cancelled_waits_for_the_clerk_again(
    office: SignedIn, clerk: Browser
) -> None:
    upload = take_in(office.browser, bring(office, csv([shop(1), shop(2)])))
    page = f"/lists/waiting/{upload.pk}"
    clerk.post(f"{page}/decision", page=page, plain="1")
    mine = f"/my/lists/files/{upload.pk}"
    office.browser.post(f"{mine}/cancel", page=mine)
    work()
    upload.refresh_from_db()
    assert (upload.state, venues_of(office)) == ("waiting", {})
    assert not any("승인" in said for said in messages_waiting_for(office)), "nothing was taken in"
    decide(clerk, upload, plain="1")
    assert sorted(venues_of(office)) == ["S-1", "S-2"]
    assert [said for said in messages_waiting_for(office) if "2곳이 승인" in said]


def test_words_without_a_reason_approve_nobody(office: SignedIn, clerk: Browser) -> None:
    rows = [shop(1), shop(2, name="서귀포보건소 별관")]
    upload = take_in(office.browser, bring(office, csv(rows)))
    page = f"/lists/waiting/{upload.pk}"
    every = list(upload.rows.filter(waits=True).values_list("pk", flat=True))
    for fields in ({"row": every}, {"plain": "1"}):
        answer = clerk.post(f"{page}/decision", page=page, words="누구신지 모르겠습니다", **fields)
        assert answer.status_code == 400
    assert not upload.rows.filter(approved=True).exists()
    forms = clerk.get(page).text.split("<form")
    (words,) = [form for form in forms if 'name="words"' in form]
    assert 'name="plain"' not in words, "Enter presses the first button of a form"
    assert "<textarea" in words


def test_a_venue_known_by_its_name_stays_one_where_something_changed_before_the_approval(
    office: SignedIn, clerk: Browser
) -> None:
    from ansim.business.models import Venue

    business = office.account.businesses().get()
    given = {"name": "바람빵집 8호", "address": shop(8)[3], "category": 2}
    venue = Venue.objects.create(business=business, latitude=33.9, longitude=126.9, **given)
    upload = take_in(office.browser, bring(office, csv([shop(8)])))
    assert upload.state == "waiting"
    Venue.objects.filter(pk=venue.pk).update(phone="064-700-7777")
    decide(clerk, upload, row=[upload.rows.get().pk])
    assert (upload.state, upload.stale) == ("waiting", True)
    decide(clerk, upload, row=[upload.rows.get().pk])
    assert upload.state == "applied"
    assert business.venues.filter(name="바람빵집 8호").get() == venue


def test_what_a_clerk_sees_about_new_venues(office: SignedIn, clerk: Browser) -> None:
    from ansim.business.models import Venue

    Venue.objects.create(
        name="늘봄사우나",
        category=7,
        latitude=33.36,
        longitude=126.5,
        phone="064-7000060",
        external_id="x:1",
    )
    rows = [
        shop(60, name="늘봄 사우나", phone=""),
        shop(61, phone="064.700.0060"),
        shop(62, name="서귀포보건소 별관"),
        shop(63),
    ]
    upload = take_in(office.browser, bring(office, csv(rows)))
    found = {
        row.name: [one["kind"] for one in row.findings] for row in upload.rows.filter(waits=True)
    }
    assert found == {
        "늘봄 사우나": ["near-and-alike"],
        "바람빵집 61호": ["same-phone"],
        "서귀포보건소 별관": ["authority-name"],
        "바람빵집 63호": [],
    }
    page = clerk.get(f"/lists/waiting/{upload.pk}").text
    assert "늘봄사우나" in page
    assert "서귀포보건소 별관" in page


def test_refused_rows_come_back_as_csv_with_their_reasons(office: SignedIn) -> None:
    rows = [shop(1, latitude="서쪽"), shop(2, name=""), ["", *shop(3)[1:]]]
    upload = bring(office, csv(rows))
    text = office.browser.get(f"/my/lists/files/{upload.pk}/refused.csv").content.decode()
    assert text.startswith("\ufeff행,셀,열,값,사유")
    lines = text.splitlines()
    assert len(lines) == 4
    assert "위도,서쪽" in lines[1]
    assert "바람빵집 1호" in lines[1]
    assert "점포번호" in lines[3]


def test_nothing_in_a_csv_of_ours_is_a_formula(office: SignedIn) -> None:
    upload = bring(office, csv([shop(1, name="=HYPERLINK(1)"), shop(2, name="@SUM(A1)")]))
    assert upload.counts == {"refused": 2}
    text = office.browser.get(f"/my/lists/files/{upload.pk}/refused.csv").content.decode()
    assert ",=HYPERLINK" not in text
    assert "'=HYPERLINK" in text


def test_the_list_of_venues_can_be_brought_in_again(office: SignedIn, clerk: Browser) -> None:
    established(office, clerk, shop(1), shop(2))
    business = office.account.businesses().get()
    listed = office.browser.get(f"/my/lists/business/{business.pk}.csv").content
    upload = bring(office, listed)
    # The venue that the business had before has no number yet: it is asked for.
    assert upload.counts == {"unchanged": 2, "refused": 1}


def test_staff_of_a_business_bring_in_nothing(browse: Open) -> None:
    helper = with_business(browse, "staff")
    assert "business" in helper.browser.get("/my/lists/new").text
    from support.lists import send

    business = helper.account.businesses().get()
    answer = send(helper.browser, "/my/lists/new", csv([shop(1)]), business=business.pk)
    assert answer.status_code == 400


def test_nobody_brings_in_a_list_for_somebody_elses_business(
    browse: Open, office: SignedIn
) -> None:
    from support.lists import send

    stranger = with_business(browse, "head_office")
    business = office.account.businesses().get()
    answer = send(stranger.browser, "/my/lists/new", csv([shop(1)]), business=business.pk)
    assert answer.status_code == 400
    assert messages_to(stranger.phone)
