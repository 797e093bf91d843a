"""The exposure feed that phones fetch whole and match by themselves."""

__all__ = ["endpoints", "feed"]
