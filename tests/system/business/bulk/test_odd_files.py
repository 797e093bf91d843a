"""What is no list of venues is refused with what to do, and nothing of it is kept"""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from support.house import Browser, House
from support.lists import HEADING, bring, csv, read, send, shop
from support.owner import SignedIn
from support.workbook import write_workbook


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def sent(office: SignedIn, content: bytes, name: str = "list.csv") -> Any:
    business = office.account.businesses().get()
    return send(office.browser, "/my/lists/new", content, name, business=business.pk)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "빈 파일"),
        (b"\xef\xbb\xbf \r\n", "빈 파일"),
        (b"%PDF-1.7 ...", "목록 파일이 아닙니다"),
        (b"\x89PNG\r\n", "목록 파일이 아닙니다"),
        (b"PAR1 parquet", "목록 파일이 아닙니다"),
        (b"PK\x03\x04 cut off", "잘렸거나"),
        (zipped(notes=b"x"), "목록 파일이 아닙니다"),
        (b"\x7fELF\x02\x01\x01\x00" * 10, "목록 파일이 아닙니다"),
    ],
)
def test_what_is_no_list_is_told_beside_its_field(
    office: SignedIn, content: bytes, words: str
) -> None:
    from ansim.business.models import Upload

    answer = sent(office, content, "점포.xlsx")
    assert answer.status_code == 400
    assert words in answer.text
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        "이름,나이\n가,1\n".encode(),
        b"\xd0\xcf\x11\xe0 a document of another program",
        zipped(**{"xl__workbook.xml": b"<workbook/>"}),
        "점포번호,상호,업종,상호\nS-1,가,카페,나\n".encode(),
    ],
)
def test_a_file_that_cannot_be_read_says_so_and_its_bytes_go(
    office: SignedIn, content: bytes
) -> None:
    from ansim.business.models import UploadContent

    upload = bring(office, content)
    assert upload.state == "failed"
    assert "점포번호" in office.browser.get(f"/my/lists/files/{upload.pk}").text
    assert not UploadContent.objects.exists()
    assert not upload.rows.exists()


@pytest.mark.long
def test_a_bomb_is_refused_before_it_is_unpacked(office: SignedIn) -> None:
    sheet = b"<row/>" * (46 << 20)
    bomb = zipped(**{"xl__workbook.xml": b"<workbook/>", "xl__worksheets__sheet1.xml": sheet})
    assert len(bomb) < 1 << 20
    answer = sent(office, bomb)
    assert answer.status_code == 400
    assert "너무 큰" in answer.text


def test_a_bomb_that_lies_about_its_size_ends_no_worker(office: SignedIn) -> None:
    sheet = b"<worksheet>" + b" " * (1200 << 20)
    bomb = bytearray(
        zipped(**{"xl__workbook.xml": b"<workbook/>", "xl__worksheets__sheet1.xml": sheet})
    )
    del sheet
    told = (1200 << 20) + 11
    for place in (bomb.find(told.to_bytes(4, "little")), bomb.rfind(told.to_bytes(4, "little"))):
        bomb[place : place + 4] = (1000).to_bytes(4, "little")
    upload = bring(office, bytes(bomb))
    assert upload.state == "failed"


def test_too_many_rows_are_told(
    office: SignedIn, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSIM_UPLOAD_ROWS", "3")
    upload = bring(office, csv([shop(number) for number in range(1, 5)]))
    assert upload.state == "failed"
    assert "4행" in upload.trouble[0]


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        ("번호,이름,업종,주소", "점포번호, 상호 열"),
        ("점포번호,상호,주소", "업종 열"),
        ("상호,{업종},전화번호", "점포번호, 업종 열"),
        ("External_ID,name,kind of place", "category 열"),
    ],
)
def test_headings_that_nobody_knows_are_told_with_what_they_lack(
    office: SignedIn, headings: str, missing: str
) -> None:
    upload = bring(office, f"{headings}\n1,바람빵집,카페,제주시\n".encode())
    assert upload.state == "failed"
    page = office.browser.get(f"/my/lists/files/{upload.pk}").text
    assert f"열 제목에 {missing}이 없습니다" in page
    assert f"지금 제목은 {headings.replace(',', ', ')}입니다" in page


def test_a_body_larger_than_a_list_is_refused_and_one_of_a_list_is_not(office: SignedIn) -> None:
    business = office.account.businesses().get()
    page = "/my/lists/new"
    large = send(office.browser, page, b"a,b\n" * (17 << 18), business=business.pk)
    assert large.status_code == 413
    assert sent(office, csv([shop(1)]) + b" " * (3 << 20)).status_code == 200
    # And nowhere else.
    answer = office.browser.http.post("/my/lists/", content=b"x" * 100_000)
    assert answer.status_code == 413


def test_a_workbook_is_read_by_its_content_and_tells_the_cell(
    office: SignedIn, tmp_path: Path
) -> None:
    rows = [["우리 점포 목록"], list(HEADING), shop(1, phone="무인"), shop(2, latitude="남쪽")]
    book = write_workbook(tmp_path / "any.xlsx", {"점포": rows})
    upload = bring(office, book.read_bytes(), "점포.csv")
    assert upload.counts == {"added": 1, "refused": 1}
    page = office.browser.get(f"/my/lists/files/{upload.pk}").text
    assert "E4" in page
    assert "남쪽" in page
    assert "G3" in page  # taken, but without its phone


def test_the_headings_decide_the_files_language(browse: Any, office: SignedIn) -> None:
    text = b"external_id,name,category,latitude,longitude\nS-1,Bakery,cafe,south,126.5\n"
    upload = bring(office, text)
    assert (upload.language, upload.counts) == ("en", {"refused": 1})
    page = office.browser.get(f"/my/lists/files/{upload.pk}").text
    assert "is not a number" in page
    assert "숫자가 아닙니다" in page


def test_more_files_than_can_lie_open_are_refused(office: SignedIn) -> None:
    for _ in range(3):
        assert bring(office, csv([shop(1)])).state == "ready"
    answer = sent(office, csv([shop(1)]))
    assert answer.status_code == 400
    assert "먼저 반영하거나 취소" in answer.text


def test_a_clerk_without_a_name_for_the_list_is_asked_for_one(clerk: Browser) -> None:
    answer = send(clerk, "/lists/new", csv([shop(1)]))
    assert answer.status_code == 400
    assert read(send(clerk, "/lists/new", csv([shop(1)]), name="본사 목록")).state == "failed"
