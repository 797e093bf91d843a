"""What a search found, by class and venue: counts that the tracer vouches for and both signers of a warrant see (ADR 45)."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Final, Self

import msgspec

from ansim.domain.classification import Classification
from ansim.domain.quantities import Handle
from ansim.domain.search_results import ResultTerms, question

MOST_VENUES: Final = 5
_Count = Annotated[int, msgspec.Meta(ge=0)]


class FoundSummary(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many people of each proposed class, `further` without one; at how many venues first exposures to the case were.

    `most`: how many there were at each of the five fullest, the most first. Which venues these are stands nowhere: whoever
    approves learns how far a search reached, not where the case was, and no copy of the text does either.
    """

    close: _Count
    casual: _Count
    unlikely: _Count
    further: _Count
    venues: _Count
    most: Annotated[tuple[_Count, ...], msgspec.Meta(max_length=MOST_VENUES)]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, int | None]]) -> Self:
        """Of (class, venue) of each person; None where the venue is not told."""
        rows = list(rows)
        classes = Counter(one for one, _venue in rows)
        venues = Counter(venue for _class, venue in rows if venue is not None)
        return cls(
            close=classes[Classification.CLOSE.value],
            casual=classes[Classification.CASUAL.value],
            unlikely=classes[Classification.UNLIKELY.value],
            further=classes[""],
            venues=len(venues),
            most=tuple(count for _venue, count in venues.most_common(MOST_VENUES)),
        )


def summary_mac(
    key: bytes, case: str, subject: Handle, terms: ResultTerms, digest: bytes, summary: FoundSummary
) -> bytes:
    """The tracer's mark under the scope key: it binds the question and the result's digest with these counts."""
    message = question(case, subject, terms) + digest + msgspec.json.encode(summary, order="sorted")
    return hmac.digest(key, b"ansim-result-summary-v2\0" + message, hashlib.sha256)
