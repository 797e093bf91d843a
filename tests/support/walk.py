"""An officer's walk through the console over HTTP: a case with its contacts, before any warrant."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx

from ansim.domain.days import local_day
from support.house import Browser, House
from support.signing import answer_of, assertion, passkey, text_in


@dataclass
class Walk:
    """An officer and an approver with an open case and its contacts."""

    officer: Browser
    approver: Browser
    case: str
    itinerary: httpx.Response
    terms: dict[str, str]
    staff: dict[str, str]
    """The staff mark of each login."""

    def contacts(self, **changes: str) -> httpx.Response:
        return self.officer.get(f"{self.case}/contacts", **{**self.terms, **changes})

    def draft(self, **changes: str) -> httpx.Response:
        """The officer asks for a warrant: the page that sends to the signing page."""
        fields = {
            "purpose": "test-contacts",
            "legal_basis": "IDCPA-76-2-1",
            "valid_days": "7",
            **self.terms,
        }
        return self.officer.post(f"{self.case}/warrants/new", **{**fields, **changes})

    def ask(self, **changes: str) -> httpx.Response:
        return self.sign(self.officer, "officer", "warrant", self.draft(**changes))

    def approve(self, warrant: str) -> httpx.Response:
        page = self.approver.post(f"/warrants/{warrant}/approve", f"/warrants/{warrant}")
        return self.sign(self.approver, "approver", "warrant", page)

    def choose(self, *numbers: int, way: str = "all", **changes: str) -> httpx.Response:
        """The officer asks for names: the page that sends to the signing page, or the refusal; for no way what asks."""
        return self.officer.post(
            f"{self.case}/identities",
            f"{self.case}/contacts",
            contact=[str(one) for one in numbers],
            **{**self.terms, "way": way, **changes},
        )

    def list_of(self, *numbers: int, **changes: str) -> httpx.Response:
        """A work list, signed by the officer: its page, with nobody's name."""
        return self.sign(
            self.officer, "officer", "work-list", self.choose(*numbers, way="list", **changes)
        )

    def show(self, page: httpx.Response, number: int | None = None) -> httpx.Response:
        """Name somebody of a list, or whom to call next."""
        at = page.url.path.removesuffix("/show").removesuffix("/call")
        fields = {} if number is None else {"number": str(number)}
        return self.officer.post(f"{at}/show", at, **fields)

    def call(
        self, page: httpx.Response, outcome: str, note: str = "", **more: str
    ) -> httpx.Response:
        """Write down what became of the call to whom a page names."""
        at = page.url.path.removesuffix("/show").removesuffix("/call")
        hidden = {
            name: re.search(rf'name="{name}" value="([^"]+)"', page.text)
            for name in ("ref", "number")
        }
        assert all(hidden.values()), "nobody is named on this page"
        fields = {name: found[1] for name, found in hidden.items() if found}
        return self.officer.post(f"{at}/call", at, **fields, outcome=outcome, note=note, **more)

    def names(self, *numbers: int, **changes: str) -> httpx.Response:
        page = self.choose(*numbers, **changes)
        if page.status_code != 200:
            return page
        return self.sign(self.officer, "officer", "opening", page)

    def write(self, *numbers: int, do: str = "", **more: str | list[str]) -> httpx.Response:
        """The officer writes a message to these contacts; `do` is the button that is pressed, none at first."""
        fields: dict[str, str | list[str]] = {
            "template": "watch",
            "day": (local_day(time.time()) + timedelta(days=2)).isoformat(),
            "languages": ["ko", "en"],
            "night": "on",
            "contact": [str(one) for one in numbers],
        }
        new, listed = f"{self.case}/messages/new", f"{self.case}/contacts"
        return self.officer.post(new, listed, **self.terms, do=do, **fields | more)

    def send(self, *numbers: int, **more: str | list[str]) -> httpx.Response:
        """The officer signs it: the page of the campaign."""
        page = self.write(*numbers, do="sign", **more)
        return self.sign(self.officer, "officer", "campaign", page)

    def sign(self, browser: Browser, login: str, kind: str, page: httpx.Response) -> httpx.Response:
        """Sign the text of a page with somebody's passkey, and come back with it."""
        text = text_in(page.text)
        signature = assertion(passkey(login), text, self.staff[login])
        return browser.post(f"/signed/{kind}", answer=answer_of(text, signature))


def numbers_of(page: httpx.Response) -> list[int]:
    return [int(one) for one in re.findall(r"<b>접촉자 (\d+)</b>", page.text)]


def ref_of(page: httpx.Response) -> str:
    return page.url.path.split("/")[-1]


def kinds(house: House, case: str) -> list[str]:
    with house.system.owner("main") as connection:
        rows = connection.execute(
            "SELECT kind FROM ledger.entry WHERE case_ref = %s ORDER BY seq",
            (case.rsplit("/", maxsplit=1)[-1],),
        )
        return [row[0] for row in rows]


def everything_in_main(house: House) -> Iterator[str]:
    with house.system.owner("main") as connection:
        tables = connection.execute(
            "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
            " WHERE table_schema IN ('public', 'ledger') AND table_name NOT LIKE 'business_venue%'"
        ).fetchall()
        for (table,) in tables:
            for (row,) in connection.execute(f"SELECT t::text FROM {table} t"):
                yield str(row)
