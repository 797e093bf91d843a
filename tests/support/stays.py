"""An officer at a case about nobody who signed up, whose stays are typed in over HTTP."""

import re
from typing import Any

import httpx

from support.cases import open_case
from support.grants import begin_work
from support.house import Browser, House
from support.scene import Scene
from support.signing import answer_of, assertion, passkey, text_in


class StaysDesk:
    """An officer at a case that they signed for; without one, at a fresh case about nobody who signed up."""

    def __init__(self, officer: Browser, house: House, scene: Scene, case: str = "") -> None:
        self.officer, self.house, self.scene, self.case = officer, house, scene, case
        if case:
            return
        page = open_case(house, officer, None, scene.noon.date())
        self.case = re.sub("/itinerary$", "", page.url.path)
        asked = officer.get(f"{self.case}/stays/new")
        begin_work(officer, "officer", house.staff["officer"].ref, asked)

    def fields(self, start: str, end: str, **changes: str) -> dict[str, str]:
        return {
            "venue": str(self.scene.venues["한결 국수"]),
            "day": self.scene.noon.date().isoformat(),
            "start": start,
            "end": end,
            "source": "interview",
            "confidence": "sure",
            "note": "",
            "words": "",
            "found_for": "",
            "step": "save",
        } | changes

    def add(self, first: str, last: str, **changes: str) -> httpx.Response:
        fields = self.fields(first, last) | changes
        return self.officer.post(f"{self.case}/stays/new", **fields)

    def page(self) -> httpx.Response:
        return self.officer.get(f"{self.case}/itinerary")

    def refs(self) -> list[str]:
        """The marks of the stays, in the order of the page."""
        return re.findall(r'name="stay"\s+value="([0-9a-f]{32})"', self.page().text)

    def spans(self) -> list[str]:
        found = re.findall(r"<span>(\d\d:\d\d) – (?:<span[^>]*>~)?([\d:\- ]+)<", self.page().text)
        return [f"{start}-{end.strip()}" for start, end in found]

    def press(self, path: str, **fields: Any) -> httpx.Response:
        return self.officer.post(f"{self.case}/stays/{path}", f"{self.case}/itinerary", **fields)

    def undo(self) -> httpx.Response:
        step = re.search(r'name="change" value="(\d+)"', self.page().text)
        return self.press("undo", change=step[1] if step else "0")

    def sign(self, login: str = "officer") -> httpx.Response:
        return self.hand_in(self.press("sign"), self.officer, login)

    def hand_in(self, page: httpx.Response, browser: Browser, login: str) -> httpx.Response:
        text = text_in(page.text)
        signature = assertion(passkey(login), text, self.house.staff[login].ref)
        return browser.post("/signed/places", "/keys/", answer=answer_of(text, signature))
