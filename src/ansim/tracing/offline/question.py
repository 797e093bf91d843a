"""What is asked of a file of visits, and what an engine that answers it gives. Seconds since the file's first midnight."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

Together = tuple[int, int, int, int]
"""What a contact and a person shared: seconds in all, encounters, first and last second."""
Reached = tuple[int, int, int, int]
"""Somebody reached: person, degree, exposure, and by whom."""


class Question(NamedTuple):
    """A case, a window, and in which direction of time the links run: forward, or back to who may have infected them."""

    case: int
    start: int
    end: int
    minimum: int
    degrees: int
    back: bool

    def of(self, exposed: int) -> tuple[int, int]:
        """The part of the window in which somebody exposed then can meet: forward from there on, backward up to it."""
        return (self.start, exposed) if self.back else (exposed, self.end)


class Engine(Protocol):
    """One way to search a file."""

    def met(self, person: int, start: int, end: int, minimum: int = 1) -> Mapping[int, Together]:
        """Everybody who shared `minimum` seconds in all with a person within the window."""

    def reached(self, question: Question) -> Iterable[Reached]:
        """Everybody whom the case reaches."""
