"""`ansim venues reader CODE` and `ansim venues display CODE`: the links work at the running gateway."""

import base64
import subprocess
import sys
import time

import pytest

from ansim.domain.evidence import Sign
from ansim.visitor.checkin.display import code_at
from support.patience import PATIENCE
from support.system import System, check_in, now_text
from support.visitor import Visitor


def run(system: System, command: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "ansim.cli", "venues", command, *arguments]
    return subprocess.run(
        line, env=system.environment_of_processes(), capture_output=True, text=True, check=False
    )


def link(system: System, command: str, *arguments: str) -> str:
    ran = run(system, command, *arguments)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout.split()[0]


def test_the_readers_link_lets_a_venues_phone_record_passes(
    system: System, visitor: Visitor
) -> None:
    page, _, token = link(system, "reader", system.venues["market"].code.lower()).partition("#")
    assert page == f"{system.gateway_url}/reader"
    text = visitor.ask("POST", "/v1/passes", {"kind": "phone"}).json()["pass"]
    body = {**check_in(system.venues["market"]), "pass": text, "entered_at": now_text()}
    del body["venue"]
    answer = system.http.post(
        "/v1/pass-check-ins", json=body, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["venue"]["name"] == "동문시장"


def test_the_displays_link_makes_codes_that_vouch_and_stays_the_same_until_renewed(
    system: System,
) -> None:
    venue = system.venues["hall"]
    first = link(system, "display", venue.code)
    assert first == link(system, "display", venue.code)
    page, _, rest = first.partition("#")
    code, _, secret = rest.partition(".")
    assert (page, code) == (f"{system.gateway_url}/display", venue.code)
    assert vouches(system, "hall", base64.b32decode(secret))
    other = link(system, "display", venue.code, "--renew")
    assert other != first
    assert vouches(system, "hall", base64.b32decode(other.rpartition(".")[2]))
    with system.owner("main") as connection:
        connection.execute(
            "UPDATE business_venue SET display_secret = NULL WHERE id = %s", [venue.id]
        )


def vouches(system: System, venue: str, secret: bytes) -> bool:
    """Whether a code under the secret is soon taken for right: the gateway reads venues every second."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        body = check_in(system.venues[venue], display_code=code_at(secret, time.time()))
        assert (
            system.http.post("/v1/check-ins", json=body, headers=system.bearer()).status_code == 201
        )
        if Sign.DISPLAY_CODE in Sign(system.visit(body["id"]).evidence):
            return True
    return False


@pytest.mark.parametrize("command", ["reader", "display"])
def test_a_code_that_is_none_unknown_or_revoked_is_named(system: System, command: str) -> None:
    for code, words in (
        ("7Q2M", "is no venue code"),
        ("0000000000000000", "no venue has the code"),
        (system.venues["revoked"].code, "no venue has the code"),
    ):
        ran = run(system, command, code)
        assert ran.returncode != 0
        assert words in ran.stderr
