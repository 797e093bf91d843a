import pytest

from ansim.visitor.checkin.display import code_at, matches

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("moment", "code"),  # RFC 6238, appendix B, SHA-1, the last six of eight digits
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_the_vectors_of_rfc_6238(moment: int, code: str) -> None:
    assert code_at(SECRET, moment) == code


def test_one_step_early_or_late_is_tolerated_and_no_more() -> None:
    code = code_at(SECRET, 3_000_000)
    assert [matches(SECRET, code, 3_000_000 + shift * 30) for shift in range(-3, 4)] == [
        False,
        False,
        True,
        True,
        True,
        False,
        False,
    ]
