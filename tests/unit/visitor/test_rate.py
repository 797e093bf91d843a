from ansim.visitor.checkin.recent import PERIOD, RecentCheckIns

ANN, BEN = b"a" * 16, b"b" * 16


def visit(number: int) -> bytes:
    return number.to_bytes(16, "big")


def test_others_counts_by_person_and_slot() -> None:
    recent = RecentCheckIns()
    for number in range(3):
        recent.note(ANN, 7, visit(number))
    assert recent.others(ANN, 7, visit(9), 0.0) == 3
    assert recent.others(ANN, 8, visit(9), 0.0) == 0
    assert recent.others(BEN, 7, visit(9), 0.0) == 0


def test_the_same_check_in_again_counts_nothing() -> None:
    recent = RecentCheckIns()
    recent.others(ANN, 7, visit(0), 0.0)
    for _ in range(20):
        recent.note(ANN, 7, visit(1))
    assert recent.others(ANN, 7, visit(1), 1.0) == 0
    assert recent.others(ANN, 7, visit(2), 1.0) == 1


def test_it_remembers_for_ten_to_twenty_minutes() -> None:
    recent = RecentCheckIns()
    recent.others(ANN, 7, visit(0), 0.0)
    recent.note(ANN, 7, visit(1))
    assert recent.others(ANN, 7, visit(2), PERIOD + 1) == 1
    assert recent.others(ANN, 7, visit(2), 2 * PERIOD + 2) == 0


def test_after_a_long_silence_nothing_old_comes_back() -> None:
    recent = RecentCheckIns()
    recent.others(ANN, 7, visit(0), 0.0)
    recent.note(ANN, 7, visit(1))
    assert recent.others(ANN, 7, visit(2), 10 * PERIOD) == 0
