"""An officer's walk through the console over HTTP: a case with its contacts, before any warrant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from support.house import PASSPHRASE, Browser, House


@dataclass
class Walk:
    """An officer and an approver with an open case and its contacts."""

    officer: Browser
    approver: Browser
    case: str
    itinerary: httpx.Response
    terms: dict[str, str]

    def contacts(self, **changes: str) -> httpx.Response:
        return self.officer.get(f"{self.case}/contacts", **{**self.terms, **changes})

    def ask(self, **changes: str) -> httpx.Response:
        fields = {
            "purpose": "test-contacts",
            "legal_basis": "IDCPA-76-2-1",
            "start": self.terms["start"],
            "end": self.terms["end"],
            "row_cap": "10",
            "valid_days": "7",
            "passphrase": PASSPHRASE,
        }
        return self.officer.post(f"{self.case}/warrants/new", **{**fields, **changes})

    def approve(self, warrant: str, passphrase: str = PASSPHRASE) -> httpx.Response:
        return self.approver.post(
            f"/warrants/{warrant}/approve", f"/warrants/{warrant}", passphrase=passphrase
        )

    def names(self, *numbers: int, **changes: str) -> httpx.Response:
        return self.officer.post(
            f"{self.case}/identities",
            f"{self.case}/contacts",
            contact=[str(one) for one in numbers],
            **{**self.terms, **changes},
        )


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
