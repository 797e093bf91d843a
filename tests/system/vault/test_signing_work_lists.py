"""Work lists as they are handed in at the vault: with one thing wrong none is taken in."""

from typing import Any

import msgspec

from ansim.domain.shift_grants import SHIFT
from ansim.domain.signed_texts import write_text
from ansim.domain.warrant import Warrant
from ansim.identity.staff.work_list_calls import BeginWorkList
from ansim.rpc import CallError
from support.rights import Rights, refused
from support.work_lists import (
    ONE,
    STRANGER,
    THREE,
    TWO,
    asked,
    entries,
    work_list,
)


def wrong_lists(rights: Rights, rows: bytes, granted: tuple[Warrant, bytes]) -> dict[str, Any]:
    """A request with one thing wrong, and why it is refused."""
    good = asked(rights, granted, rows, ONE, TWO)
    people = [rights.people[one] for one in (ONE, TWO)]

    def changed_text(**what: Any) -> BeginWorkList:
        return asked(rights, granted, rows, ONE, TWO, **what)

    replace = msgspec.structs.replace
    other = rights.granted(rights.rows(ONE, TWO, THREE))
    return {
        "order": ("work-list-malformed", replace(good, people=people[::-1])),
        "fewer": ("work-list-malformed", replace(good, people=people[:1])),
        "more": ("work-list-malformed", replace(good, people=[*people, rights.people[THREE]])),
        "count": ("work-list-malformed", changed_text(count=3)),
        "digest": ("work-list-malformed", changed_text(people="ab" * 32)),
        "nobody": ("work-list-malformed", asked(rights, granted, rows)),
        "twice": ("work-list-malformed", asked(rights, granted, rows, ONE, ONE)),
        "stranger": ("out-of-scope", asked(rights, granted, rows, ONE, STRANGER)),
        "not in rows": ("result-moved", asked(rights, granted, rights.rows(TWO), ONE)),
        "found later": ("result-moved", asked(rights, granted, rights.rows(ONE, THREE), THREE)),
        "mac": ("out-of-scope", replace(good, mac=bytes(32))),
        "rows of other terms": (
            "out-of-scope",
            replace(good, rows=rights.rows(ONE, TWO, THREE), mac=good.mac),
        ),
        "subject": ("case-unknown", replace(good, subject=rights.people[THREE])),
        "case": ("out-of-scope", changed_text(case="2611-NOSUC")),
        "warrant": ("warrant-unknown", changed_text(warrant="cd" * 32)),
        "site": ("text-of-other-site", changed_text(site="elsewhere.example")),
        "past": ("text-time", changed_text(at=rights.now - 7200, until=rights.now - 3600)),
        "future": ("text-time", changed_text(at=rights.now + 3600, until=rights.now + 7200)),
        "longer": ("text-time", changed_text(at=rights.now, until=rights.now + SHIFT + 1)),
        "approver": ("not-two-signers", asked(rights, granted, rows, ONE, login="approver")),
        "other team": ("case-not-yours", asked(rights, granted, rows, ONE, login="elsewhere")),
        "another's signature": ("signer-unknown", _as(rights, good)),
        "another text": ("signature-refused", replace(good, text=changed_text().text)),
        "no text": ("text-malformed", replace(good, text=good.text + b" ")),
        "opening": ("text-malformed", replace(good, text=_opening(good.text))),
        "unsigned warrant": ("warrant-unknown", _unsigned(rights, rows)),
        "one more warrant": ("result-moved", replace(asked(rights, other, rows, THREE), rows=rows)),
    }


def _as(rights: Rights, good: BeginWorkList) -> BeginWorkList:
    signed = msgspec.structs.replace(good.signature, staff=rights.staff["colleague"].ref)
    return msgspec.structs.replace(good, signature=signed)


def _opening(text: bytes) -> bytes:
    return text.replace(b"ansim-work-list-v2", b"ansim-opening-v2")


def _unsigned(rights: Rights, rows: bytes) -> BeginWorkList:
    warrant = rights.warrant(rows)
    return asked(rights, (warrant, rights.request(warrant, rows)), rows, ONE)


def test_whatever_is_wrong_makes_no_list_and_enters_nothing(rights: Rights) -> None:
    rows = rights.rows(ONE, TWO)
    granted = rights.granted(rows)
    wrong = wrong_lists(rights, rows, granted)
    before = len(entries(rights))
    found = {}
    for name, (_code, request) in wrong.items():
        try:
            rights.vault.begin_work_list(request)
            found[name] = "taken in"
        except CallError as error:
            found[name] = error.code
    assert found == {name: code for name, (code, _request) in wrong.items()}
    assert len(entries(rights)) == before


def test_a_list_serves_once(rights: Rights) -> None:
    rows = rights.rows(ONE)
    granted = rights.granted(rows)
    request = asked(rights, granted, rows, ONE)
    rights.vault.begin_work_list(request)
    refused("text-used", lambda: rights.vault.begin_work_list(request))


def test_an_opening_is_no_list_and_a_list_no_opening(rights: Rights) -> None:
    rows = rights.rows(ONE)
    granted = rights.granted(rows)
    text = write_text(work_list(rights, granted[1], [rights.people[ONE]]))
    signed = rights.staff["officer"].sign(text)
    refused("text-malformed", lambda: rights.open(granted, rows, ONE, text=text, signature=signed))
