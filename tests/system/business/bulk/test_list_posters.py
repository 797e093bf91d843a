"""Posters of a whole list: one PDF, or a ZIP by row number, made in the background for whoever asked"""

import io
import zipfile
from typing import Any

import pypdfium2
import pytest

from support.house import Open
from support.lists import HEADING, work
from support.owner import SignedIn, with_business

NAMES = ("바람빵집 1호", "이름/에 \\ 빗금", "늘봄 사우나")


@pytest.fixture
def venue_list(office: SignedIn) -> Any:
    from ansim.business.codes.issuing import issue_first
    from ansim.business.models import Venue, VenueList, VenueOnList

    business = office.account.businesses().get()
    made = VenueList.objects.create(business=business, name="")
    for row, name in enumerate(NAMES, 2):
        venue = Venue.objects.create(
            business=business, name=name, category=2, external_id=f"b{business.pk}:{row}"
        )
        issue_first(venue)
        VenueOnList.objects.create(venue_list=made, venue=venue, row=row)
    return made


def ordered(office: SignedIn, venue_list: Any, **fields: Any) -> str:
    given = {"sheet": "a4", "languages": ["en"], "form": "zip", "first": 1, "last": 9, **fields}
    answer = office.browser.post(f"/my/lists/{venue_list.pk}/posters", **given)
    assert "/my/lists/posters/" in str(answer.url), answer.text[:2000]
    return str(answer.url.path)


def test_a_zip_has_one_pdf_a_venue_named_by_its_row(office: SignedIn, venue_list: Any) -> None:
    order = ordered(office, venue_list)
    assert office.browser.get(f"{order}/file").status_code == 404
    work()
    answer = office.browser.get(f"{order}/file")
    assert answer.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "0002-바람빵집 1호.pdf",
        "0003-이름_에 _ 빗금.pdf",
        "0004-늘봄 사우나.pdf",
    ]
    for name in archive.namelist():
        page = pypdfium2.PdfDocument(archive.read(name))[0].get_textpage().get_text_range()
        assert "Scan with a phone camera" in page
        assert "请用手机" not in page


def test_each_venues_sheet_counts_as_issued_once_it_is_fetched(
    office: SignedIn, venue_list: Any
) -> None:
    from ansim.business.models import DutyRecord, Venue

    Venue.objects.filter(name=NAMES[0]).update(name="바람 🍞 빵집")
    order = ordered(office, venue_list, sheet="a5")
    work()
    issued = DutyRecord.objects.filter(venue__listed__venue_list=venue_list)
    assert not issued.exists(), "nobody has them yet"
    for _ in range(2):
        office.browser.get(f"{order}/file")
    found = issued.values_list("venue__name", "kind", "detail").order_by("venue")
    assert list(found) == [(name, "poster-issued", "a5") for name in NAMES[1:]]


@pytest.mark.parametrize(("sheet", "pages"), [("a4", 2), ("stickers", 1)])
def test_one_pdf_holds_them_in_the_order_of_rows(
    office: SignedIn, venue_list: Any, sheet: str, pages: int
) -> None:
    order = ordered(office, venue_list, form="pdf", sheet=sheet, first=3, last=4)
    work()
    document = pypdfium2.PdfDocument(office.browser.get(f"{order}/file").content)
    assert len(document) == 2 * pages
    texts = [document[number * pages].get_textpage().get_text_range() for number in range(2)]
    assert "빗금" in texts[0]
    assert "사우나" in texts[1]


def test_a_name_that_no_font_has_is_left_out_and_told(office: SignedIn, venue_list: Any) -> None:
    from ansim.business.models import Venue

    Venue.objects.filter(name=NAMES[0]).update(name="바람 🍞 빵집")
    order = ordered(office, venue_list)
    work()
    page = office.browser.get(order).text
    assert "🍞" in page
    assert "2장" in page


def test_closed_venues_and_those_of_others_are_not_printed(
    browse: Open, office: SignedIn, venue_list: Any
) -> None:
    from django.db.models.functions import Now

    from ansim.business.models import Venue

    stranger = with_business(browse)
    Venue.objects.filter(name=NAMES[0]).update(closed_at=Now())
    Venue.objects.filter(name=NAMES[1]).update(business=stranger.account.businesses().get())
    order = ordered(office, venue_list)
    work()
    archive = zipfile.ZipFile(io.BytesIO(office.browser.get(f"{order}/file").content))
    assert archive.namelist() == ["0004-늘봄 사우나.pdf"]


def test_only_whoever_asked_fetches_the_file(
    browse: Open, office: SignedIn, venue_list: Any
) -> None:
    colleague = with_business(browse, "owner", office.account.businesses().get())
    order = ordered(office, venue_list)
    work()
    assert colleague.browser.get(f"{order}/file").status_code == 404
    assert (
        browse("business", "registrar").get(f"{order.removeprefix('/my')}/file").status_code == 404
    )
    assert office.browser.get(f"{order}/file").status_code == 200


def test_cancelled_ones_are_not_made(office: SignedIn, venue_list: Any) -> None:
    from ansim.business.models import PosterPiece

    order = ordered(office, venue_list)
    office.browser.post(f"{order}/cancel", page=order)
    work()
    assert "취소했습니다" in office.browser.get(order).text
    assert not PosterPiece.objects.exists()


def test_files_and_rows_go_after_their_days(
    office: SignedIn, venue_list: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    from django.db.models import F

    from ansim.business.bulk.turns import forget_old
    from ansim.business.models import PosterOrder, PosterPiece, Upload, UploadRow
    from support.lists import bring, csv, shop

    assert len(HEADING) == len(shop(1))
    upload = bring(office, csv([shop(1)]))
    ordered(office, venue_list)
    work()
    forget_old()
    assert PosterPiece.objects.exists()
    assert UploadRow.objects.exists()
    PosterOrder.objects.update(made_at=F("made_at") - timedelta(days=4))
    Upload.objects.update(made_at=F("made_at") - timedelta(days=8))
    forget_old()
    upload.refresh_from_db()
    assert upload.state == "cancelled"
    assert not PosterPiece.objects.exists()
    assert not PosterOrder.objects.exists()
    assert not UploadRow.objects.exists()


def test_more_rows_than_one_file_takes_are_asked_for_in_parts(
    office: SignedIn, venue_list: Any
) -> None:
    page = f"/my/lists/{venue_list.pk}/posters"
    given = {"sheet": "a4", "form": "zip", "first": 1, "last": 1001}
    answer = office.browser.post(page, **given)
    assert answer.status_code == 400
    assert "1,000" in answer.text


def test_a_sheet_of_an_unmanned_place_sends_nobody_to_staff(
    office: SignedIn, venue_list: Any
) -> None:
    from ansim.business.models import Venue

    Venue.objects.filter(listed__venue_list=venue_list, name=NAMES[0]).update(unmanned=True)
    order = ordered(office, venue_list)
    work()
    with zipfile.ZipFile(io.BytesIO(office.browser.get(f"{order}/file").content)) as files:
        fronts = [
            pypdfium2.PdfDocument(files.read(name))[0].get_textpage().get_text_bounded()
            for name in sorted(files.namelist())
        ]
    assert ["무인" in front for front in fronts] == [True, False, False]
    assert ["직원에게" in front for front in fronts] == [False, True, True]
