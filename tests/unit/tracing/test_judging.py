"""What a judgement rests on: one digest of the stays, whoever reads them first, and nobody's to guess."""

from ansim.domain.quantities import Handle
from ansim.tracing.dwell import Bounded
from ansim.tracing.process.judging import digest_of

ONE, OTHER = Handle(b"1" * 16), Handle(b"2" * 16)
STAYS = [[Bounded(3, 1000, 600.0, True)], [Bounded(3, 1200, 60.0, True), Bounded(4, 9, 5.0, False)]]


def test_the_digest_is_of_the_stays_in_whatever_order_and_under_the_key_of_the_case() -> None:
    digest = digest_of(b"k" * 16, [ONE, OTHER], STAYS)
    assert digest_of(b"k" * 16, [OTHER, ONE], [STAYS[1][::-1], STAYS[0]]) == digest
    assert digest_of(b"l" * 16, [ONE, OTHER], STAYS) != digest
    assert digest_of(b"k" * 16, [ONE, OTHER], STAYS[::-1]) != digest
