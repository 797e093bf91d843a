"""How fast messages go to a provider: a token bucket, so many at once and so many a second after that."""

from dataclasses import dataclass, field


@dataclass
class TokenBucket:
    """`burst` tokens at most, `rate` more each second. It holds its own time: the caller's clock, in seconds."""

    rate: float
    burst: float
    _left: float = field(init=False)
    _at: float | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.rate <= 0 or self.burst < 1:
            raise ValueError("a bucket gives more than 0 tokens a second and holds at least one")
        self._left = self.burst

    def take(self, many: int, now: float) -> float:
        """Take tokens, and give the seconds to wait before using them; more than `burst` at once are owed.

        Whoever comes meanwhile waits behind: so nobody is passed over, and the rate holds whoever asks in which order.
        """
        if self._at is not None:  # a clock that steps back gives nothing
            self._left = min(self.burst, self._left + max(0.0, now - self._at) * self.rate)
        self._at = now if self._at is None else max(self._at, now)
        self._left -= many
        return max(0.0, -self._left / self.rate)

    def pause(self, seconds: float, now: float) -> None:
        """Nothing goes for so long: the provider said that it takes no more at the moment."""
        self.take(0, now)
        self._left = min(self._left, -seconds * self.rate)
