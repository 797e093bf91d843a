from datetime import UTC, datetime, timedelta

import pytest

from ansim.visitor.passes.pass_text import Passes
from support.system import System, check_in
from support.visitor import Visitor


def make(visitor: Visitor, kind: str) -> dict[str, str]:
    answer = visitor.ask("POST", "/v1/passes", {"kind": kind})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("kind", "lives"), [("phone", timedelta(minutes=3)), ("printed", timedelta(days=90))]
)
def test_a_pass_lives_as_long_as_its_kind(visitor: Visitor, kind: str, lives: timedelta) -> None:
    made = make(visitor, kind)
    assert made["pass"].startswith("ANSIM1.")
    left = datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)
    assert lives - timedelta(seconds=5) < left <= lives


@pytest.mark.parametrize("kind", ["phone", "printed"])
def test_a_pass_never_authorises_reading_or_any_act_of_its_own(
    system: System, visitor: Visitor, kind: str
) -> None:
    text = make(visitor, kind)["pass"]
    for token in (text, text.removeprefix("ANSIM1.")):
        headers = {"Authorization": f"Bearer {token}"}
        for method, path in (("GET", "/v1/me"), ("DELETE", "/v1/me"), ("POST", "/v1/passes")):
            assert (
                system.http.request(method, path, headers=headers).json()["code"]
                == "session-invalid"
            )
        body = check_in(system.venues["cafe"])
        assert system.http.post("/v1/check-ins", json=body, headers=headers).status_code == 401
    assert visitor.row() is not None


def test_each_printed_pass_has_the_next_generation_and_a_phones_has_none(
    system: System, visitor: Visitor
) -> None:
    passes = Passes(system.keys.secret("session"))
    generations = [passes.open(make(visitor, "printed")["pass"]).generation for _ in range(2)]
    assert generations == [1, 2]
    assert passes.open(make(visitor, "phone")["pass"]).generation == 0
    assert visitor.ask("GET", "/v1/me").json()["printed_pass"] is True


def test_another_kind_is_malformed(visitor: Visitor) -> None:
    assert visitor.ask("POST", "/v1/passes", {"kind": "tattoo"}).json()["code"] == "malformed"


def test_somebody_whose_identity_is_gone_prints_none(system: System) -> None:
    answer = system.http.post("/v1/passes", json={"kind": "printed"}, headers=system.bearer())
    assert answer.json()["code"] == "session-stopped"
