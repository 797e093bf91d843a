import time
from datetime import UTC, datetime

import pytest

from ansim.domain.evidence import Sign
from ansim.domain.methods import Method
from ansim.visitor.checkin.display import code_at
from support.system import System, check_in

SECRET = b"s" * 20  # of the venue `screen`


def sent(system: System, venue: str, **fields: object) -> tuple[Method, Sign]:
    body = check_in(system.venues[venue], **fields)
    answer = system.http.post("/v1/check-ins", json=body, headers=system.bearer())
    assert answer.status_code == 201, answer.text
    row = system.visit(body["id"])
    return Method(row.method), Sign(row.evidence)


def text_of(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_the_screens_code_of_the_moment_or_a_step_beside_it_vouches(
    system: System, steps: int
) -> None:
    moment = int(time.time()) - 60
    code = code_at(SECRET, moment + 30 * steps)
    method, signs = sent(system, "screen", entered_at=text_of(moment), display_code=code)
    assert method == Method.DISPLAY
    assert Sign.DISPLAY_CODE in signs


def test_it_is_the_moment_of_entering_that_counts_so_that_an_offline_scan_is_vouched_for_too(
    system: System,
) -> None:
    moment = int(time.time()) - 3600
    code = code_at(SECRET, moment)
    method, signs = sent(system, "screen", entered_at=text_of(moment), display_code=code)
    assert method == Method.DISPLAY
    assert Sign.DISPLAY_CODE | Sign.DELIVERED_LATE in signs


def test_a_wrong_code_is_accepted_without_the_sign(system: System) -> None:
    moment = int(time.time())
    shown = {code_at(SECRET, moment + 30 * step) for step in range(-2, 3)}
    wrong = next(code for code in (f"{n:06d}" for n in range(10)) if code not in shown)
    method, signs = sent(system, "screen", display_code=wrong)
    assert method == Method.QR
    assert Sign.DISPLAY_CODE not in signs


def test_a_code_of_two_steps_ago_has_passed(system: System) -> None:
    moment = int(time.time()) // 30 * 30
    old = code_at(SECRET, moment - 60)
    if old in {code_at(SECRET, moment + 30 * step) for step in (-1, 0, 1)}:
        pytest.skip("the codes of two steps happen to be equal")
    method, _ = sent(system, "screen", entered_at=text_of(moment), display_code=old)
    assert method == Method.QR


def test_a_venue_without_a_screen_has_no_right_code(system: System) -> None:
    method, signs = sent(system, "cafe", display_code=code_at(SECRET, time.time()))
    assert method == Method.QR
    assert Sign.DISPLAY_CODE not in signs
