import pytest

from ansim.visitor.api.problems import Problem
from ansim.visitor.devices.readers import LIFETIME, Reader, Readers
from ansim.visitor.passes.pass_text import Passes, PassKind

READERS = Readers(b"k" * 32)
NOW = 1_795_000_000.0
CODE = "7Q2M4X9KTB3HW5ZD"


def test_a_token_names_its_venues_code_for_a_year() -> None:
    token, expires_at = READERS.issue(CODE, NOW)
    assert READERS.check(token, expires_at - 1) == Reader(CODE, int(NOW) + LIFETIME)
    with pytest.raises(Problem, match="reader-expired"):
        READERS.check(token, expires_at)


def test_the_token_does_not_show_the_code() -> None:
    assert CODE not in READERS.issue(CODE, NOW)[0]


@pytest.mark.parametrize(
    "token",
    ["", "x", "A" * 54, Passes(b"k" * 32).issue(PassKind.PHONE, bytes(16), NOW)[0]],
    ids=["empty", "short", "same length", "a visitor's pass"],
)
def test_another_text_is_no_token(token: str) -> None:
    with pytest.raises(Problem, match="reader-invalid"):
        READERS.check(token, NOW)
