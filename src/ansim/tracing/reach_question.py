"""What is asked of every search along chains: whom, when, how many links far, and what a link is."""

from typing import Generic, NamedTuple, TypeVar

Who = TypeVar("Who")


class ReachQuestion(NamedTuple, Generic[Who]):
    """A case within a window, and links: `minimum` seconds together, `latent` until somebody infects, `residual` of air."""

    case: Who
    start: int
    end: int
    degrees: int
    minimum: int = 1
    latent: int = 0
    residual: int = 0
