"""What a laboratory's system sends to the console: over HTTP, as it stands outside."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from ansim.investigation.laboratories.unsigned_tries import MOST
from support.canaries import Canaries, files_of, rows_of
from support.house import House, Open
from support.laboratory import Laboratory, bar_laboratory, enrol_laboratory
from support.patience import PATIENCE, until
from support.scene import Scene
from support.system import PLAIN

JOSE = {"Content-Type": "application/jose"}
ELSEWHERE = "127.0.0.9"  # every address of this network is this machine's own


class Sender:
    """A laboratory's system, at an address of its own where one is named: what nobody signed is counted by address."""

    def __init__(self, console: str, address: str | None = None) -> None:
        line = httpx.HTTPTransport(verify=PLAIN, local_address=address)
        self.http = httpx.Client(base_url=console, transport=line, timeout=60)

    def send(self, token: bytes, **headers: str) -> httpx.Response:
        return self.http.post("/api/notifications", content=token, headers=JOSE | headers)


@pytest.fixture
def sender(house: House) -> Iterator[Sender]:
    house.need("investigation")
    one = Sender(house.at("investigation"))
    yield one
    one.http.close()


@pytest.fixture(scope="module")
def laboratory(system: object) -> Laboratory:
    return enrol_laboratory()


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["code"], told["type"]) == (
        status,
        code,
        f"urn:ansim:problem:{code}",
    )
    assert told["title"]
    assert told["detail"]
    return told


# ---- the way of a case


def test_it_waits_for_its_team_under_the_laboratorys_name_and_goes_on_as_any_other(
    sender: Sender, laboratory: Laboratory, browse: Open, scene: Scene
) -> None:
    answer = sender.send(laboratory.sign(laboratory.claims(scene.case_phone)))
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store, private"
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers
    case = answer.json()["case"]
    assert answer.json() == {"case": case}
    officer = browse("investigation", "officer")
    (row,) = [row for row in officer.get("/notifications/").text.split("<tr") if f">{case}<" in row]
    assert laboratory.name in row
    assert ">검사기관<" in row
    page = officer.post(f"/notifications/{case}/take", "/notifications/")
    assert page.url.path == "/shift/", "the officer signs before anything is looked up"
    entries = officer.get(f"/cases/{case}/ledger").text
    assert entries.count(laboratory.name) == 2
    assert entries.count("검사기관의 전자서명") == 2
    assert "사례를 신고함" in entries
    english = officer.post("/language", "/cases/", language="en", next=f"/cases/{case}/ledger")
    assert "a laboratory, by its signature" in english.text


def test_a_list_says_that_a_laboratory_is_barred(
    sender: Sender, browse: Open, scene: Scene
) -> None:
    gone = enrol_laboratory()
    case = sender.send(gone.sign(gone.claims(scene.case_phone))).json()["case"]
    bar_laboratory(gone)
    page = browse("investigation", "officer").get("/notifications/").text
    (row,) = [row for row in page.split("<tr") if f">{case}<" in row]
    assert "등록 해지된 검사기관" in row


def test_a_lost_answer_is_the_same_answer(
    sender: Sender, laboratory: Laboratory, scene: Scene
) -> None:
    token = laboratory.sign(laboratory.claims(scene.case_phone))
    first, again = sender.send(token), sender.send(token)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert first.status_code == 201


def test_a_number_of_nobody_is_answered_as_any_other(
    sender: Sender, laboratory: Laboratory, scene: Scene
) -> None:
    """Nobody finds out by notifying who signed up."""
    told = [
        sender.send(laboratory.sign(laboratory.claims(phone)))
        for phone in (scene.case_phone, "010-0000-9996", None)
    ]
    assert {answer.status_code for answer in told} == {201}
    assert len({len(answer.content) for answer in told}) == 1
    dropped = {"date"}
    kept = [
        {name: value for name, value in answer.headers.items() if name not in dropped}
        for answer in told
    ]
    assert kept[0] == kept[1] == kept[2]


# ---- refusals


@pytest.mark.parametrize("language", ["ko", "en", "de"])
def test_a_refusal_says_what_to_do_in_words_and_in_a_code(
    sender: Sender, laboratory: Laboratory, language: str
) -> None:
    claims = laboratory.claims(None, disease="plague")
    answer = sender.send(laboratory.sign(claims), **{"Accept-Language": language})
    told = problem(answer, 422, "notification-terms")
    english = told["detail"].isascii()
    assert english == (language == "en")
    assert answer.headers["content-language"] == ("en" if language == "en" else "ko")


def test_a_claim_that_cannot_be_read_is_named_and_its_value_is_not(
    sender: Sender, laboratory: Laboratory
) -> None:
    for claim, value in (("subject", "010-0000-9102"), ("anchor", "어제"), ("team", None)):
        answer = sender.send(laboratory.sign(laboratory.claims(None, **{claim: value})))
        told = problem(answer, 422, "claims-unreadable")
        assert [one["pointer"] for one in told["errors"]] == [f"/{claim}"]
        assert "9102" not in answer.text
        assert "어제" not in answer.text
    answer = sender.send(laboratory.sign(laboratory.claims(None, exp=1)))
    assert "errors" not in problem(answer, 422, "claims-unreadable")


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "multipart/form-data"])
def test_what_a_page_of_another_site_could_send_is_no_notification(
    sender: Sender, laboratory: Laboratory, kind: str
) -> None:
    token = laboratory.sign(laboratory.claims(None))
    answer = sender.http.post("/api/notifications", content=token, headers={"Content-Type": kind})
    problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_it_is_a_post(sender: Sender, method: str) -> None:
    answer = sender.http.request(method, "/api/notifications")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize("size", [8193, 65_536])
def test_a_body_is_short(sender: Sender, size: int) -> None:
    problem(sender.send(b"a" * size), 413, "too-large")


def test_more_than_any_form_is_not_even_read(sender: Sender) -> None:
    assert sender.send(b"a" * 65_537).status_code == 413


def test_what_nobody_signed_is_refused_and_a_cookie_helps_nobody(
    sender: Sender, laboratory: Laboratory, browse: Open
) -> None:
    problem(sender.send(b"nothing"), 400, "jws-unreadable")
    stranger = Laboratory(laboratory.ref, "", enrol_laboratory().key)
    stranger.key = type(stranger.key).generate_key("P-256")
    token = stranger.sign(stranger.claims(None))
    problem(sender.send(token), 403, "laboratory-key-unknown")
    forged = stranger.forged(stranger.claims(None), laboratory.header())
    problem(sender.send(forged), 403, "laboratory-signature")
    officer = browse("investigation", "approver").http
    answer = officer.post("/api/notifications", content=forged, headers=JOSE)
    problem(answer, 403, "laboratory-signature")


def test_whoever_sends_what_nobody_signed_waits_and_nobody_else_does(
    house: House, laboratory: Laboratory
) -> None:
    console = house.addresses["investigation"]
    guesser, other = Sender(console, ELSEWHERE), Sender(console)
    for _ in range(MOST):
        problem(guesser.send(b"a.b.c"), 400, "jws-unreadable")
    right = laboratory.sign(laboratory.claims(None))
    refused = guesser.send(right)
    problem(refused, 429, "too-many-refused")
    assert 0 < int(refused.headers["retry-after"]) <= 301
    assert other.send(right).status_code == 201
    for one in (guesser, other):
        one.http.close()


def test_a_laboratory_that_is_over_its_cap_is_told_to_wait(house: House, sender: Sender) -> None:
    one = enrol_laboratory(a_day=1)
    assert sender.send(one.sign(one.claims(None))).status_code == 201
    answer = sender.send(one.sign(one.claims(None)))
    problem(answer, 429, "laboratory-cap")
    assert answer.headers["retry-after"] == "3600"


def test_a_laboratory_that_waits_leaves_threads_to_officers_and_a_turn_to_others(
    house: House, laboratory: Laboratory, sender: Sender, browse: Open
) -> None:
    tokens = [laboratory.sign(laboratory.claims(None)) for _ in range(6)]
    other = enrol_laboratory()
    officer = browse("investigation", "officer")
    lock = "SELECT pg_advisory_lock(hashtextextended('vault.laboratory ' || %s, 0))"
    with house.system.owner("identity") as held, ThreadPoolExecutor(len(tokens)) as threads:
        held.execute(lock, [laboratory.ref])
        sent = [threads.submit(sender.send, token) for token in tokens]
        until(lambda: sum(one.done() for one in sent) == 5, "all but one are told to come again")
        for one in (one.result() for one in sent if one.done()):
            problem(one, 503, "busy")
            assert one.headers["retry-after"] == "1"
        assert officer.get("/cases/").status_code == 200
        for nothing in (b"", b"a.b." + b"c" * 86, b"e30.e30." + b"A" * 86):
            problem(sender.send(nothing), 400, "jws-unreadable")  # it takes nobody's turn
        for _ in range(3):
            assert sender.send(other.sign(other.claims(None))).status_code == 201
        held.execute(lock.replace("_lock", "_unlock"), [laboratory.ref])
        told = [one.result(PATIENCE).status_code for one in sent]
    assert sorted(told) == [201, 503, 503, 503, 503, 503]
    assert [sender.send(token).status_code for token in tokens] == [201] * 6


# ---- what is left of it


def test_the_number_stands_nowhere_afterwards(
    house: House, sender: Sender, laboratory: Laboratory, scene: Scene, browse: Open
) -> None:
    canaries = Canaries()
    phone = canaries.phone("the notified", scene.phones["최은서"])
    other = canaries.phone("of nobody", "010-0000-9995")
    answers = [
        sender.send(laboratory.sign(laboratory.claims(phone))),
        sender.send(laboratory.sign(laboratory.claims(other))),
        sender.send(laboratory.sign(laboratory.claims(phone, team="nowhere"))),
        sender.send(laboratory.sign(laboratory.claims(None, subject=phone))),
        sender.send(laboratory.forged(laboratory.claims(phone), laboratory.header(alg="none"))),
        browse("investigation", "officer").get("/notifications/"),
    ]
    places = [
        *((f"answer {n}", one.text) for n, one in enumerate(answers)),
        *((where, text) for where, text in files_of(house.system.folder) if where != "keys"),
        *rows_of(house.system),
    ]
    assert {(where, what) for where, text in places for what in canaries.found_in(text)} == set()


def test_every_refusal_of_the_vault_has_its_problem(laboratory: Laboratory) -> None:
    from ansim.domain import laboratory_notifications as domain
    from ansim.domain.notification import NotificationError, NotificationTermsError
    from ansim.investigation.laboratories.problems import REFUSED

    codes = {
        one.code
        for one in vars(domain).values()
        if isinstance(one, type) and issubclass(one, NotificationError)
    }
    assert codes - {""} | {NotificationTermsError.code} == set(REFUSED)
