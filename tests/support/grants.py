"""An officer of the cast signs for cases, so that tests may look things up: over HTTP, or by call."""

import time
from typing import Any

import httpx

from ansim.domain.quantities import PersonId
from ansim.domain.search_results import subject_mark
from ansim.domain.shift_grants import ShiftGrant
from ansim.domain.signed_places import SignedPlaces
from ansim.domain.signed_texts import new_ref, write_text
from ansim.identity.sessions.calls import BeginSession, SignPlaces
from ansim.keys import CaseCipher, CaseKeys
from ansim.settings.environment import signing_host
from support.callers import vault_of
from support.house import Browser
from support.signing import answer_of, assertion, passkey, text_in
from support.system import System


def begin_work(browser: Browser, login: str, staff: str, page: httpx.Response) -> httpx.Response:
    """Sign for all cases that the page proposes ("오늘 업무 시작"), and go on where the browser was going."""
    assert page.url.path == "/shift/", page.url
    chosen = [
        one.split('value="')[1].split('"')[0]
        for one in page.text.split("<input")[1:]
        if 'name="case"' in one.split(">")[0] and "checked" in one.split(">")[0]
    ]
    text = text_in(browser.post("/shift/", case=chosen).text)
    signature = assertion(passkey(login), text, staff)
    return browser.post("/signed/grant", answer=answer_of(text, signature))


def staff_of(system: System, login: str = "officer") -> str:
    """The staff mark of one of the cast."""
    with system.owner("identity") as identity:
        row = identity.execute(
            "SELECT staff FROM vault.staff_key WHERE credential = %s", [passkey(login).id]
        ).fetchone()
    assert row
    return str(row[0])


def text_fields(**changes: Any) -> dict[str, Any]:
    """What every text says: fresh, here and now."""
    now = int(time.time())
    site = signing_host().partition("://")[2]
    return {"ref": new_ref(), "at": now, "until": now + 3600, "site": site} | changes


def session_for(system: System, *cases: str, login: str = "officer") -> bytes:
    """The session that one of the cast signed for."""
    text = write_text(ShiftGrant(**text_fields(cases=tuple(sorted(cases)))))
    signature = assertion(passkey(login), text, staff_of(system, login))
    return vault_of(system).begin_session(BeginSession(text, signature)).session


def places_for(
    system: System, case: str, *stays: tuple[int, int, int], login: str = "officer"
) -> str:
    """Stays that one of the cast signed for; gives the reference by which the tracer is asked."""
    text = write_text(
        SignedPlaces(**text_fields(case=case, stays=tuple(sorted(stays)), why="interview"))
    )
    signature = assertion(passkey(login), text, staff_of(system, login))
    return vault_of(system).sign_places(SignPlaces(text, signature)).mark


def know_case(
    system: System, case: str, person: bytes | None, team: str = "", agency: str = ""
) -> CaseCipher:
    """A case that the vault knows, about somebody, as if a number had been turned into them; gives its cipher."""
    keys = CaseKeys(system.keys)
    keys.create_missing(case)
    cipher = keys.cipher(case)
    handle = None if person is None else cipher.handle(PersonId(person))
    mark = subject_mark(system.keys.read("scope.key"), case, handle or b"")
    with system.owner("identity") as identity:
        identity.execute(
            "INSERT INTO vault.known_case (ref, subject, handle, agency, team) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            [case, mark, handle, agency, team],
        )
    return cipher
