"""Lists of venues for the tests of uploads, and the worker that reads them."""

import io
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from support.house import Browser
from support.owner import SignedIn

HEADING = ("점포번호", "상호", "업종", "주소", "위도", "경도", "전화번호")
PATIENCE = 90.0


def shop(number: int, **changed: Any) -> list[Any]:
    """A row of a head office's list: its own place, its own name."""
    values = {
        "number": f"S-{number}",
        "name": f"바람빵집 {number}호",
        "kind": "카페",
        "address": f"제주특별자치도 제주시 없는길 {number} (연동)",
        "latitude": round(33.30 + number * 0.001, 6),
        "longitude": 126.5,
        "phone": f"064-700-{number:04d}",
    }
    return list((values | changed).values())


def csv(rows: Sequence[Sequence[Any]], heading: Sequence[str] = HEADING) -> bytes:
    """The rows as CSV, as a spreadsheet writes it."""
    lines = [
        ",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row)
        for row in (heading, *rows)
    ]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


@contextmanager
def worker(**choices: Any) -> Iterator[Any]:
    """The worker's turns at tasks, in this process; the tasks themselves run in theirs, under the worker's role."""
    from ansim.business.bulk.turns import Turns

    turns = Turns(**choices)
    try:
        yield turns
    finally:
        turns.stop()


def work() -> None:
    """Let the worker do everything that waits, without a start of Python for each task."""
    from ansim.business.models import BulkTask
    from support.warm_tasks import WarmTask

    end = time.monotonic() + PATIENCE
    with worker(process=WarmTask) as turns:
        while BulkTask.objects.filter(ended_at=None).exists():
            turns.turn()
            assert time.monotonic() < end, "the worker did not come to an end"
            time.sleep(0.05)


def send(
    browser: Browser, path: str, content: bytes, file_name: str = "list.csv", **fields: Any
) -> httpx.Response:
    """Choose a file on the page at `path`, and send it."""
    import re

    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(path).text)
    assert token
    data = {"csrfmiddlewaretoken": token[1], "reach": "changes", **fields}
    return browser.http.post(path, data=data, files={"file": (file_name, io.BytesIO(content))})


def bring(signed: SignedIn, content: bytes, name: str = "list.csv", **fields: Any) -> Any:
    """Send a file as an owner and let it be read; gives the upload."""
    business = signed.account.businesses().get()
    answer = send(signed.browser, "/my/lists/new", content, name, business=business.pk, **fields)
    return read(answer)


def read(answer: httpx.Response) -> Any:
    """The upload that a page shows, once it is read."""
    from ansim.business.models import Upload

    assert "/files/" in answer.url.path, answer.text[:3000]
    work()
    return Upload.objects.get(pk=int(answer.url.path.rsplit("/", 1)[1]))


def take_in(browser: Browser, upload: Any, **fields: Any) -> Any:
    """Take a file in, and let it be done; gives the upload as it stands then."""
    space = "/my/lists" if upload.owner_id else "/lists"
    page = f"{space}/files/{upload.pk}"
    answer = browser.post(f"{page}/apply", page=page, **fields)
    assert answer.status_code == 200, answer.text[:3000]
    work()
    upload.refresh_from_db()
    return upload
