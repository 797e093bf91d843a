"""What becomes of a row of another day: as the database's own functions judge the rows of today."""

import pytest

from ansim.domain.quantities import OPEN, Tag
from ansim.visitor.checkin.late_desk import KeptVisit, judge
from ansim.visits.late_rows import LateKind, LateRow
from ansim.visits.outcomes import OfCheckIn, OfCheckOut

ENTERED = 1_795_000_000
STANDS = KeptVisit(7, ENTERED, OPEN, 2, b"c" * 32)
ENDED = STANDS._replace(left=ENTERED + 600)
SAME = LateRow(LateKind.CHECK_IN, 7, b"i" * 16, Tag(b"t" * 16), ENTERED, OPEN, 2, 1, 8, b"c" * 32)
LEAVES = LateRow(LateKind.CHECK_OUT, 7, b"i" * 16, Tag(b"t" * 16), ENTERED, ENTERED + 600)


@pytest.mark.parametrize(
    ("sent", "stands", "outcome", "stored"),
    [
        (SAME, None, OfCheckIn.STORED, True),
        (SAME, STANDS, OfCheckIn.STORED_BEFORE, False),
        (SAME, ENDED, OfCheckIn.STORED_BEFORE, False),
        (SAME._replace(left=ENTERED + 600), STANDS, OfCheckIn.STORED_BEFORE, True),
        (SAME._replace(left=ENTERED + 600), ENDED, OfCheckIn.STORED_BEFORE, False),
        (SAME._replace(left=ENTERED + 601), ENDED, OfCheckIn.OTHER_STANDS, False),
        (SAME._replace(venue=8), STANDS, OfCheckIn.OTHER_STANDS, False),
        (SAME._replace(entered=ENTERED + 1), STANDS, OfCheckIn.OTHER_STANDS, False),
        (SAME._replace(party=3), STANDS, OfCheckIn.OTHER_STANDS, False),
        (SAME._replace(commitment=None), STANDS, OfCheckIn.OTHER_STANDS, False),
        (SAME._replace(evidence=0, method=5), STANDS, OfCheckIn.STORED_BEFORE, False),
        (LEAVES, None, OfCheckOut.NO_SUCH_VISIT, False),
        (LEAVES._replace(venue=8), STANDS, OfCheckOut.NO_SUCH_VISIT, False),
        (LEAVES._replace(left=ENTERED - 1), STANDS, OfCheckOut.ENDS_BEFORE_START, False),
        (LEAVES, STANDS, OfCheckOut.STORED, True),
        (LEAVES, ENDED, OfCheckOut.STORED_BEFORE, False),
        (LEAVES._replace(left=ENTERED + 1), ENDED, OfCheckOut.OTHER_END_STANDS, False),
    ],
)
def test_a_row_is_judged_by_what_stands(
    sent: LateRow, stands: KeptVisit | None, outcome: int, *, stored: bool
) -> None:
    found, row, after = judge(sent, stands)
    assert (found, row is not None) == (outcome, stored)
    if stored:
        assert after is not None
        assert after.left == sent.left
    else:
        assert after == stands


def test_an_end_names_the_beginning_that_stands_and_adds_only_its_own_signs() -> None:
    told = LEAVES._replace(entered=ENTERED - 50, evidence=256)
    _outcome, row, _after = judge(told, STANDS)
    assert row is not None
    assert (row.kind, row.entered, row.evidence) == (LateKind.CHECK_OUT, ENTERED, 256)
    _outcome, row, _after = judge(SAME._replace(left=ENTERED + 5), STANDS)
    assert row is not None
    assert (row.kind, row.left, row.evidence) == (LateKind.CHECK_OUT, ENTERED + 5, 0)
