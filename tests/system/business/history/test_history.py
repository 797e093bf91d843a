"""What became of a venue and of an application: for clerks with whoever decided, for owners of their own without."""

import re
from typing import Any

import pytest

from support.applications import form_of, waiting
from support.house import Browser, House, Open
from support.owner import SignedIn, with_business
from support.partner import Partner, new_key


@pytest.fixture
def owner(browse: Open) -> SignedIn:
    return with_business(browse)


@pytest.fixture
def venue(owner: SignedIn) -> Any:
    return owner.account.venues().get()


@pytest.fixture
def clerk(browse: Open) -> Browser:
    return browse("business", "registrar")


def lines_of(page: str) -> list[str]:
    """The rows of the history, each in one line of text."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    plain = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]
    return [row for row in plain if re.match(r"\d{4}-", row)]


def history(browser: Browser, venue: Any, mine: str = "") -> list[str]:
    return lines_of(browser.get(f"{mine}/venues/{venue.pk}/history").text)


def test_each_step_stands_with_who_and_why_newest_first(
    clerk: Browser, owner: SignedIn, venue: Any
) -> None:
    own = f"/my/venues/{venue.pk}"
    owner.browser.post(f"{own}/code", old="wait")
    clerk.post(f"/venues/{venue.pk}/code", old="at-once")
    owner.browser.post(f"{own}/code/revoke", old="at-once", sure="on")
    owner.browser.post(f"{own}/code")
    clerk.post(f"/venues/{venue.pk}/close", when="at-once")
    clerk.post(f"/venues/{venue.pk}/reopen")
    lines = history(clerk, venue)
    said = ["다시 엶", "운영 종료", "QR 코드 발급", "QR 코드 사용 중지", "새 QR 코드", "새 QR 코드"]
    assert len(lines) == len(said) + 1
    for line, words in zip(lines, said, strict=False):
        assert words in line
    assert "바로" in lines[4]
    assert "48시간" in lines[5]
    end = owner.phone[-2:]
    whose = ["registrar", "registrar", f"끝 {end}", f"끝 {end}", "registrar", f"끝 {end}"]
    for line, who in zip(lines, whose, strict=False):
        assert line.endswith((who, f"{who})")), line
    assert "등록" in lines[-1]


def test_owners_read_no_clerks_name(clerk: Browser, owner: SignedIn, venue: Any) -> None:
    clerk.post(f"/venues/{venue.pk}/code", old="wait")
    lines = history(owner.browser, venue, "/my")
    assert lines[0].endswith("담당 공무원")
    assert "registrar" not in owner.browser.get(f"/my/venues/{venue.pk}/history").text


def test_what_was_before_a_handover_is_the_other_businesss(
    browse: Open, clerk: Browser, owner: SignedIn, venue: Any
) -> None:
    owner.browser.post(f"/my/venues/{venue.pk}/hours", opens="9", closes="18")
    taker = with_business(browse)
    page = owner.browser.post(f"/my/venues/{venue.pk}/hand-over", sure="on").text
    (token,) = re.findall(r"/my/take#([\w-]+)", page)
    taker.browser.post("/my/take", token=token)
    to = str(taker.account.businesses().get().pk)
    taker.browser.post("/my/take/confirm", business=to)
    taker.browser.post(f"/my/venues/{venue.pk}/staffing", unmanned="yes")
    seen = history(taker.browser, venue, "/my")
    assert len(seen) == 2
    assert "사업장 정보 변경" in seen[0]
    assert "넘김" in seen[1]
    assert owner.browser.get(f"/my/venues/{venue.pk}/history").status_code == 404
    whole = history(clerk, venue)
    assert len(whole) == 4
    assert "바람 상회 → 바람 상회" in whole[1]


def test_a_partners_system_is_named(
    house: House, clerk: Browser, owner: SignedIn, venue: Any
) -> None:
    business, key = new_key(venue.business, owner=owner.account)
    partner = Partner(house.addresses["business"], key)
    path = f"/venues/{venue.pk}"
    etag = partner.get(path).headers["etag"]
    assert partner.patch(path, {"capacity": 77, "phone": "064-000-7002"}, etag).is_success
    partner.http.close()
    line = history(clerk, venue)[0]
    assert "발주 시스템" in line
    assert "– → 77" in line
    assert "7002" not in line
    assert business.partner_acts.count() == 1


def test_a_list_of_a_head_office_leaves_a_step_of_each_venue(venue: Any) -> None:
    from ansim.domain.venue_life import VenueChange

    venue.steps.create(
        what=VenueChange.LISTED,
        at=venue.created_at,
        changed={"name": ["옛 이름", "새 이름"], "place": ["1, 2", "3, 4"], "later": [1, 2]},
    )
    from ansim.business.history.rows import HistoryReader, history_of

    lines, older = history_of(venue, HistoryReader(is_clerk=True))
    assert not older
    assert any("1, 2 → 3, 4" in " ".join(line.details) for line in lines)


def test_a_step_of_a_later_release_is_shown_by_its_word(clerk: Browser, venue: Any) -> None:
    venue.steps.create(what="teleported", at=venue.created_at, why="whim", changed={"aura": [1, 2]})
    line = next(line for line in history(clerk, venue) if "teleported" in line)
    assert "whim" in line
    assert "aura: 1 → 2" in line


def test_long_histories_have_pages_without_gaps(clerk: Browser, venue: Any) -> None:
    from ansim.business.models import VenueStep

    VenueStep.objects.bulk_create(
        VenueStep(
            venue=venue, what="changed", at=venue.created_at, changed={"capacity": [n, n + 1]}
        )
        for n in range(230)
    )
    pages = [
        lines_of(clerk.get(f"/venues/{venue.pk}/history", page=number).text) for number in range(3)
    ]
    assert [len(page) for page in pages] == [100, 100, 31]
    seen = {
        found[0] for page in pages for line in page if (found := re.findall(r"\d+ → \d+", line))
    }
    assert len(seen) == 230
    for page in ("x", "-1", "100", "٣", "9" * 30):
        assert clerk.get(f"/venues/{venue.pk}/history", page=page).status_code == 404


def test_the_number_of_an_application_finds_it_however_it_is_typed(clerk: Browser) -> None:
    one = waiting(form_of(501, name="번호로 찾는 집"), "control-not-shown")
    clerk.post(
        f"/review/{one.pk}/decision", "/review/", reason="wrong-place", words="지도를 봐 주세요"
    )
    ref = one.ref
    for typed in (ref, ref.lower(), f" {ref[:4]}-{ref[4:]} "):
        page = clerk.get("/venues/", q=typed)
        assert page.url.path == f"/history/applications/{ref}"
        assert "번호로 찾는 집" in page.text
    (line,) = lines_of(page.text)
    assert "registrar" in line
    assert "지도를 봐 주세요" in line
    one.delete()


def test_an_approved_application_stands_in_the_history_of_its_venue(clerk: Browser) -> None:
    one = waiting(form_of(502), "control-not-shown")
    clerk.post(f"/review/{one.pk}/decision", "/review/")
    one.refresh_from_db()
    lines = history(clerk, one.venue)
    assert any("승인" in line and one.ref in line and "registrar" in line for line in lines)


@pytest.mark.parametrize("ref", ["R0000000", "nonsense", "R" * 200, "%00"])
def test_no_such_application_is_404(clerk: Browser, ref: str) -> None:
    assert clerk.get(f"/history/applications/{ref}").status_code == 404


def test_owners_open_no_page_of_clerks(owner: SignedIn, venue: Any) -> None:
    for path in (f"/venues/{venue.pk}/history", "/history/applications/R0000000"):
        assert "/sign-in" in str(owner.browser.get(path).url)
