"""Where a case was: stays of the log and those that were typed in by hand, each second once.

Where both tell of one stay, it is one. An end that nobody recorded gives way to the one that was typed in: the person
knows better when they left than a curve of how long people stay.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ansim.domain.signed_places import Stay, joined
from ansim.tracing.dwell import Bounded
from ansim.tracing.process.calls import ItineraryStay


class OwnStays(NamedTuple):
    """The same stays as the search counts them (epoch seconds), and as their ends are known or bounded."""

    counted: list[Stay]
    bounded: list[Bounded]


def united_stays(
    logged: Sequence[ItineraryStay], bounded: Sequence[Bounded], typed: Iterable[Stay]
) -> OwnStays:
    """Stays of the log, in one order with what bounds them, and those typed in."""
    by_hand = joined(typed)
    counted: list[Stay] = list(by_hand)
    known = [Bounded(venue, start, float(end - start), known=True) for venue, start, end in by_hand]
    for stay, bound in zip(logged, bounded, strict=True):
        end = _told_end(stay, by_hand) if stay.imputed else None
        if end is None:
            counted.append((stay.venue, stay.entered, stay.left))
            known.append(bound)
        else:
            counted.append((stay.venue, stay.entered, end))
            known.append(Bounded(stay.venue, stay.entered, float(end - stay.entered), known=True))
    return OwnStays(joined(one for one in counted if one[1] < one[2]), known)


def clipped(stays: Iterable[Stay], start: int, end: int) -> list[Stay]:
    """What of the stays lies within a window."""
    cut = ((venue, max(first, start), min(last, end)) for venue, first, last in stays)
    return [one for one in cut if one[1] < one[2]]


def _told_end(stay: ItineraryStay, by_hand: Iterable[Stay]) -> int | None:
    """When the stay ended by the first one typed in that tells of it: at its venue, not over before, begun before its end."""
    for venue, start, end in by_hand:
        if venue == stay.venue and start <= stay.left and end > stay.entered:
            return end
    return None
