"""The served document is true: schemathesis asks the real gateway what the document allows, and what it does not."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from ansim.visitor.devices import Readers
from support.examples import examples
from support.system import System
from support.visitor import Visitor

# Whether a well-formed body is accepted depends on the world (is there such a venue, is it now?), which no schema says.
LEFT_OUT = "positive_data_acceptance"
PASSES = "/v1/pass-check-ins"


@pytest.mark.long
def test_schemathesis_finds_nothing(system: System, tmp_path: Path) -> None:
    token, _ = Readers(system.keys.secret("session")).issue(system.venues["cafe"].code, time.time())
    ask(system, tmp_path, system.token(), "--exclude-path", PASSES)
    ask(system, tmp_path, token, "--include-path", PASSES)


def test_it_finds_nothing_with_somebody_who_signed_up(
    system: System, visitor: Visitor, tmp_path: Path
) -> None:
    """The rights' own endpoints; the two that end a session were asked above, with nobody to end."""
    options = ["--include-path-regex", "^/v1/(me|passes)", "--exclude-path", "/v1/me/withdrawal"]
    ask(system, tmp_path, visitor.token, *options, "--exclude-method", "DELETE")
    assert visitor.ask("GET", "/v1/me").status_code == 200


def ask(system: System, folder: Path, token: str, *more: str) -> None:
    tool = Path(sys.executable).with_name("schemathesis")
    key = f"Authorization: Bearer {token}"
    options = [
        "-n",
        examples(12, 40),
        "--seed",
        "1",
        "--exclude-checks",
        LEFT_OUT,
        "--header",
        key,
        *more,
    ]
    command = [tool, "run", f"{system.gateway_url}/openapi.json", *options]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert "Traceback" not in system.gateway_log()


def test_every_endpoint_says_which_problems_it_answers(system: System) -> None:
    document = system.http.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            problems = [
                answer for status, answer in operation["responses"].items() if int(status) >= 400
            ]
            assert problems, f"{method} {path}"
            assert all("application/problem+json" in answer["content"] for answer in problems)
