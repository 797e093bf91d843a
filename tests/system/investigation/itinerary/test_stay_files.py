"""Files of card payments and base stations: rows in are stays and refused rows."""

import re

import httpx
import pytest

from support.house import House, Open
from support.scene import Scene
from support.stays import StaysDesk


@pytest.fixture
def desk(browse: Open, house: House, scene: Scene) -> StaysDesk:
    house.need("vault", "tracer")
    return StaysDesk(browse("investigation", "officer"), house, scene)


def send(
    desk: StaysDesk, content: bytes, name: str = "card.csv", source: str = "card"
) -> httpx.Response:
    path = f"{desk.case}/stays/file"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', desk.officer.get(path).text)
    assert token
    fields = {"csrfmiddlewaretoken": token[1], "source": source}
    return desk.officer.http.post(path, data=fields, files={"file": (name, content)})


def counts(page: httpx.Response) -> tuple[int, ...]:
    """Rows, stays and refused rows, as the page says."""
    found = re.search(r"파일의 행 (\d+)개: 추가한 체류 (\d+)건, 제외한 행 (\d+)개", page.text)
    assert found, page.text
    return tuple(map(int, found.groups()))


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_each_row_is_a_stay_or_refused_with_its_reason(desk: StaysDesk, encoding: str) -> None:
    from ansim.business.models import Venue

    day = desk.scene.noon.date().isoformat()
    # Others register venues of common names meanwhile.
    noodles, coffee = (f"{name} {desk.case[-5:]}" for name in ("한결 국수", "돌담 커피"))
    for name in (noodles, coffee):
        Venue.objects.create(name=name, category=3, district="연동")
    rows = [
        "가맹점명,승인일시,종료,금액",
        f"{noodles},{day} 12:40,,9000",
        f"{coffee},{day} 18:00,{day} 19:10,4500",
        f"없는 가게,{day} 12:00,,1000",
        f"{noodles},1999-01-01 12:00,,1000",
        f"{noodles},{day} 12:00,{day} 11:00,1000",
        f"{noodles},점심,,1000",
        ",,,",
    ]
    page = send(desk, "\n".join(rows).encode(encoding))
    assert page.status_code == 200
    assert counts(page) == (6, 2, 4)
    assert re.findall(r'data-head="행"[^>]*>(\d+)<', page.text) == ["3", "4", "5", "6"]
    assert "이 이름의 사업장이 없습니다" in page.text
    assert desk.spans() == ["12:10-13:10", "18:00-19:10"]
    desk.undo()
    assert desk.spans() == []


def test_a_name_of_several_venues_wants_their_address(desk: StaysDesk) -> None:
    from ansim.business.models import Venue

    name = f"가맹 분식 {desk.case[-5:]}"
    for address in ("제주시 연동 1", "서귀포시 중문동 2"):
        Venue.objects.create(name=name, category=3, district="연동", address=address)
    day = desk.scene.noon.date().isoformat()
    head = "상호,시작,주소\n"
    assert counts(send(desk, f"{head}{name},{day} 12:40,".encode())) == (1, 0, 1)
    assert counts(send(desk, f"{head}{name},{day} 12:40,서귀포시 중문동 2".encode())) == (1, 1, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "올바른 파일|빈 파일|비어|필수|내용"),
        ("가맹점명,금액\n한결 국수,1000".encode(), "다음 열이 있는 표가 아닙니다"),
        (b"\x00\x01\x02", "다음 열이 있는 표가 아닙니다"),
        (b"x" * ((1 << 20) + 1), "너무 큽니다|표가 아닙니다"),
    ],
)
def test_what_is_no_such_table_is_refused_as_a_whole(
    desk: StaysDesk, content: bytes, words: str
) -> None:
    page = send(desk, content)
    assert page.status_code in {400, 413}
    assert page.status_code == 413 or re.search(words, page.text)
    assert desk.spans() == []
