"""No name, no number and no key stands where nobody is to read it: logs, addresses, errors, rows, ledger, outbox, PDF."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ansim.identity.phones import read_phone
from ansim.visitor.door.phone_calls import sign
from support.canaries import Canaries, files_of, rows_of, text_of_pdf
from support.counter import Counter, entry, line
from support.house import House, Open
from support.owner import SignedIn, fresh_phone, post, sign_in, with_business
from support.system import System, new_venue, now_text
from support.visitor import Visitor, next_phone


@pytest.fixture(scope="module")
def log(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where portal, vault and worker write while this module runs."""
    file = tmp_path_factory.mktemp("words") / "processes.log"
    with file.open("wb") as opened:
        house.output = opened.fileno()
        for name in ("business", "vault"):
            house.again(name)
        house.need("business", "vault")
        yield file
        house.output = None
        for name in ("business", "vault"):
            house.again(name)


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


def watched(canaries: Canaries, signed: SignedIn) -> SignedIn:
    """Their further requests are remembered by address."""

    def remember(request: httpx.Request) -> None:
        canaries.addresses.append(str(request.url))

    signed.browser.http.event_hooks = {"request": [remember]}
    return signed


def as_owners(canaries: Canaries, browse: Open) -> list[str]:
    """Everything that owners enter; gives the pages that others than they themselves see of it, and a PDF."""
    owner = watched(canaries, with_business(browse, phone=canaries.phone("owner", fresh_phone())))
    owner.browser.post("/my/data/name", page="/my/data", name=canaries.name("own name", "길카나"))
    business = owner.account.businesses().get()
    colleague = watched(canaries, sign_in(browse, canaries.phone("colleague", fresh_phone())))
    link = post(owner.browser, f"/my/businesses/{business.pk}/people/invite", role="owner").text
    found = re.search(r"/my/join#([\w-]+)", link)
    assert found
    key = canaries.name("key of an invitation", found[1])
    assert colleague.browser.post("/my/join", token=key[:-1] + "é").status_code == 400
    assert colleague.browser.post("/my/join", token=key).status_code == 200
    post(colleague.browser, "/my/join/confirm")
    applied = {
        "number": "616-00-12349",
        "representative": canaries.name("representative", "별카나"),
        "opened": "20190302",
        "name": "돌담 새소리",
        "kind": "cafe",
        "address_words": "안심로 12",
        "phone": "064-000-0012",
    }
    for act, opened in (("save", "20190302"), ("hand-in", "어제"), ("to-clerk", "20190302")):
        owner.browser.post("/apply/?way=number", **(applied | {"opened": opened, "do": act}))
    fresh = watched(canaries, sign_in(browse, canaries.phone("number after a loss", fresh_phone())))
    page = fresh.browser.post("/my/data/recovery").text
    ref = page.split('class="code">')[1].split("<")[0]
    clerk = browse("business", "registrar")
    pages = [clerk.get("/owners/recoveries", ref=ref, q=business.name).text]
    contact = clerk.post(f"/owners/{owner.account.pk}/contact", reason="complaint")
    assert owner.phone in contact.text, "the one page that is to show it"
    moved = clerk.post(f"/owners/recoveries/{ref}/{owner.account.pk}", check="visited-venue")
    assert moved.status_code == 200
    venue = business.venues.get()
    poster = clerk.get(f"/venues/{venue.pk}/poster/a4.pdf")
    pages += [moved.text, colleague.browser.get(f"/my/businesses/{business.pk}/people").text]
    pages += [clerk.get(path).text for path in ("/review/", "/owners/messages", "/nowhere")]
    assert poster.headers["content-type"] == "application/pdf", poster.text[:500]
    return [*pages, text_of_pdf(poster.content)]


def at_the_door(canaries: Canaries, system: System) -> list[str]:
    """Everything that visitors, staff and a telephone company enter; gives all answers that are no code of the visitor's."""
    visitor = Visitor(
        system,
        phone=canaries.phone("visitor", next_phone()),
        name=canaries.name("visitor's name", "새카나"),
    ).sign_up()
    counter = Counter(system, new_venue(system))
    given: dict[str, Any] = {
        "name": canaries.name("entered name", "문카나"),
        "phone": canaries.phone("entered", next_phone()),
    }
    safe_code = str(visitor.ask("POST", "/v1/me/safe-code").json()["safe_code"])
    canaries.name("safe code", safe_code.replace(" ", ""))
    with system.connect_as("business", "main") as connection:
        dialled = "080-000-0066"
        connection.execute(
            "INSERT INTO business_callnumber (number, venue_id) VALUES (%s, %s)",
            [read_phone(dialled), counter.venue.id],
        )
    call = {"caller": canaries.phone("caller", next_phone()), "dialled": dialled}
    body = json.dumps({"calls": [call | {"at": now_text(minutes=5)}]}).encode()
    signed = sign(system.keys.secret("call-records"), int(time.time()), body)
    headers = {"Content-Type": "application/json", "Ansim-Signature": signed}
    broken = json.dumps(entry(**given))[:-9].encode()
    answers = [
        counter.enter(**given),
        counter.enter(**given, consent="2019-01"),
        counter.enter(**given, entered_at=now_text(days=9)),
        counter.enter(**(given | {"party": given["phone"]})),
        counter.enter(**(given | {"phone": f"{given['phone']}-{given['name']}"})),
        counter.ask("POST", "/v1/undos", {"undo": given["phone"]}),
        counter.write(line(safe_code), line(safe_code, entered_at=now_text(days=9)), line("없음")),
        system.http.post("/v1/staff-entries", content=broken),
        system.http.post("/v1/calls", content=body, headers=headers),
        system.http.post("/v1/calls", content=body, headers={"Ansim-Signature": "t=1,v1=0"}),
        system.http.post("/v1/verifications", json={"phone": [given["phone"]]}),
    ]
    assert [answer.status_code for answer in answers[:1] + answers[8:9]] == [201, 200]
    return [f"{answer.text}\n{answer.headers}" for answer in answers]


def test_nothing_of_anybody_is_found_where_nobody_is_to_read_it(
    canaries: Canaries, system: System, house: House, browse: Open, log: Path
) -> None:
    from ansim.jobs.deliver import deliver_now

    answers = as_owners(canaries, browse) + at_the_door(canaries, system)
    deliver_now()
    places = [
        *(("an address", address) for address in canaries.addresses),
        *(("an answer", answer) for answer in answers),
        *files_of(system.folder),
        ("the words of portal and vault", log.read_text()),
    ]
    assert len(canaries.known) == 12
    seen = {(where, what) for where, text in places for what in canaries.found_in(text)}
    # All rows, so that nothing is looked for where nothing was written.
    rows = list(rows_of(system))
    assert {"main ledger.entry", "main notices.message", "identity identity.identity"} <= {
        where for where, _ in rows
    }
    seen |= {(where, what) for where, text in rows for what in canaries.found_in(text)}
    assert seen == set()


@pytest.mark.parametrize(
    "text",
    [
        "log: 길카나 wrote",
        '{"name": "\\uae38\\uce74\\ub098"}',
        "/my?name=%EA%B8%B8%EC%B9%B4%EB%82%98",
        "(1,\\\\xeab8b8ecb9b4eb8298)",
        "+821000004711",
        "010-0000-4711",
        "010 0000 4711",
        "\\\\x2b383231303030303034373131",
    ],
)
def test_what_is_looked_for_would_be_found(canaries: Canaries, text: str) -> None:
    canaries.name("a name", "길카나")
    canaries.phone("a number", "010-0000-4711")
    assert canaries.found_in(text)
    assert not canaries.found_in("신청 0471, 길 카나리아, 000047")
