"""The proof of duty: facts of the system, statements of the owner, and a sheet that tells of no visitor."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pypdfium2
import pytest

from ansim.domain.days import VENUE_ZONE
from support.house import Open
from support.owner import SignedIn, with_business

TODAY = datetime.now(UTC).astimezone(VENUE_ZONE).date()
DAY = timedelta(days=1)


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    return with_business(browse)


def venue_of(owner: SignedIn) -> Any:
    return owner.account.venues().first()


def sheet(owner: SignedIn, venue: Any, language: str = "ko") -> str:
    answer = owner.browser.get(f"/my/venues/{venue.pk}/proof/{language}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    return "".join(text.split())


def state(owner: SignedIn, venue: Any, what: str, **fields: object) -> Any:
    return owner.browser.post(f"/my/venues/{venue.pk}/proof/{what}", **fields)


def test_the_sheet_says_what_was_shown_and_what_was_stated(owner: SignedIn) -> None:
    from ansim.business.models import DayCount, DutyRecord, VenueUse

    venue = venue_of(owner)
    owner.browser.get(f"/my/venues/{venue.pk}/poster/a4.pdf")
    VenueUse.objects.create(venue=venue, first_day=TODAY - 40 * DAY, last_day=TODAY - DAY)
    DayCount.objects.create(venue=venue, day=TODAY - DAY, people=77)
    state(owner, venue, "hung", day=TODAY - 41 * DAY, entrance="정문")
    state(owner, venue, "log", first=TODAY - 60 * DAY, last=TODAY - 50 * DAY)
    log = DutyRecord.objects.get(venue=venue, kind="log-kept")
    owner.browser.post(f"/my/duty-records/{log.pk}/destroyed", day=TODAY - 20 * DAY, by="staff")
    korean, english = sheet(owner, venue), sheet(owner, venue, "en")
    for said in (
        "의무이행확인서",
        f"{TODAY}인쇄용으로내려받음",
        f"{TODAY - 40 * DAY}방문자의첫체크인",
        f"{TODAY - 41 * DAY}포스터게시:정문",
        f"{TODAY - 60 * DAY}–{TODAY - 50 * DAY}",
        f"{TODAY - 20 * DAY}위수기명부파기:사업장직원",
        f"작성일{TODAY}",
    ):
        assert said in korean, said
    assert f"{TODAY - 40 * DAY}Firstcheck-inbyavisitor" in english
    assert "Thatlogdestroyedbystaffofthevenue" in english
    assert "77" not in korean, "no count of visitors stands on it"


def test_the_same_facts_on_the_same_day_give_the_same_bytes(owner: SignedIn) -> None:
    path = f"/my/venues/{venue_of(owner).pk}/proof/ko.pdf"
    assert owner.browser.get(path).content == owner.browser.get(path).content


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("hung", {"day": 1, "entrance": ""}),
        ("hung", {"day": "1999-01-01", "entrance": ""}),
        ("hung", {"day": "soon", "entrance": ""}),
        ("hung", {"day": 0, "entrance": "문" * 41}),
        ("log", {"first": 0, "last": -1}),
        ("log", {"first": 0, "last": ""}),
    ],
)
def test_days_that_cannot_be_are_refused(
    owner: SignedIn, what: str, fields: dict[str, str | int]
) -> None:
    from ansim.business.models import DutyRecord

    venue = venue_of(owner)
    dated = {
        name: str(TODAY + value * DAY) if isinstance(value, int) else value
        for name, value in fields.items()
    }
    assert state(owner, venue, what, **dated).status_code == 400
    assert not DutyRecord.objects.filter(venue=venue).exists()


def test_a_log_is_destroyed_once_and_not_before_its_end(owner: SignedIn) -> None:
    from ansim.business.models import DutyRecord

    venue = venue_of(owner)
    state(owner, venue, "log", first=TODAY - 60 * DAY, last=TODAY - 50 * DAY)
    log = DutyRecord.objects.get(venue=venue)
    path = f"/my/duty-records/{log.pk}/destroyed"
    assert owner.browser.post(path, day=TODAY - 55 * DAY, by="owner").status_code == 400
    assert owner.browser.post(path, day=TODAY, by="김하준").status_code == 400
    for day in (TODAY - DAY, TODAY):
        assert owner.browser.post(path, day=day, by="owner").status_code == 200
    assert [one.day for one in log.destructions.all()] == [TODAY - DAY]


def test_two_logs_destroyed_on_one_day_by_the_same_hands_are_two(owner: SignedIn) -> None:
    from ansim.business.models import DutyRecord

    venue = venue_of(owner)
    for back in (80, 60):
        state(owner, venue, "log", first=TODAY - back * DAY, last=TODAY - (back - 5) * DAY)
    logs = DutyRecord.objects.filter(venue=venue, kind="log-kept")
    for log in logs:
        for _ in range(2):
            path = f"/my/duty-records/{log.pk}/destroyed"
            assert owner.browser.post(path, day=TODAY, by="staff").status_code == 200
    assert [log.destructions.count() for log in logs] == [1, 1]


def test_a_closing_that_lies_ahead_or_was_taken_back_is_no_fact(owner: SignedIn) -> None:
    from ansim.business.lifecycle.closing import close_venue, reopen_venue
    from ansim.business.lifecycle.steps import By
    from ansim.domain.venue_life import Closing

    venue, by = venue_of(owner), By(owner=owner.account)
    close_venue(venue, datetime.now(UTC) + 2 * DAY, Closing.OWNER, by)
    assert "운영종료" not in sheet(owner, venue)
    reopen_venue(venue, by)
    text = sheet(owner, venue)
    assert "운영종료" not in text
    assert "다시엶" not in text
    close_venue(venue, datetime.now(UTC) + 2 * DAY, Closing.OWNER, by)
    close_venue(venue, None, Closing.CLERK)
    assert sheet(owner, venue).count(f"{TODAY}운영종료") == 1
    reopen_venue(venue, By())
    assert f"{TODAY}다시엶" in sheet(owner, venue)


def test_what_is_taken_back_stands_on_no_sheet_and_can_be_stated_anew(owner: SignedIn) -> None:
    from ansim.business.models import DutyRecord

    venue = venue_of(owner)
    for _ in range(2):
        state(owner, venue, "hung", day=TODAY, entrance="후문")
    record = DutyRecord.objects.get(venue=venue)
    assert "포스터게시:후문" in sheet(owner, venue)
    owner.browser.post(f"/my/duty-records/{record.pk}/taken-back")
    assert "포스터게시:후문" not in sheet(owner, venue)
    assert owner.browser.get(f"/my/duty-records/{record.pk}/taken-back").status_code == 404
    state(owner, venue, "hung", day=TODAY, entrance="후문")
    assert "포스터게시:후문" in sheet(owner, venue)


def test_that_a_poster_was_issued_cannot_be_taken_back(owner: SignedIn) -> None:
    from ansim.business.models import DutyRecord

    venue = venue_of(owner)
    owner.browser.get(f"/my/venues/{venue.pk}/poster/code.png")
    record = DutyRecord.objects.get(venue=venue)
    assert owner.browser.get(f"/my/duty-records/{record.pk}/taken-back").status_code == 404


def test_staff_read_the_proof_and_state_nothing(browse: Open, owner: SignedIn) -> None:
    venue = venue_of(owner)
    staff = with_business(browse, "staff", venue.business)
    path = f"/my/venues/{venue.pk}/proof"
    assert staff.browser.get(path).status_code == 200
    assert "/proof/hung" not in staff.browser.get(path).text
    assert staff.browser.get(f"{path}/hung").status_code == 404


@pytest.mark.parametrize("language", ["zh", "xx", "KO"])
def test_there_is_no_sheet_in_a_language_it_does_not_speak(owner: SignedIn, language: str) -> None:
    path = f"/my/venues/{venue_of(owner).pk}/proof/{language}.pdf"
    assert owner.browser.get(path).status_code == 404


def test_a_sign_without_a_glyph_is_named(owner: SignedIn) -> None:
    venue = venue_of(owner)
    state(owner, venue, "hung", day=TODAY, entrance="문 \U0001f6aa")
    answer = owner.browser.get(f"/my/venues/{venue.pk}/proof/ko.pdf")
    assert answer.status_code == 409
    assert "\U0001f6aa" in answer.text
