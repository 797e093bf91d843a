"""Lists of venues and their posters: a task at a time in a process of its own, so that no message waits behind it."""

from functools import cache

from ansim.business.bulk.turns import Turn, Turns, forget_old


def bulk_now() -> Turn:
    """One turn."""
    return _turns().turn()


def forget_lists() -> int:
    """Drop files and posters past their days."""
    return forget_old()


@cache
def _turns() -> Turns:
    return Turns()
