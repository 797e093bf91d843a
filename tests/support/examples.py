"""How many examples a search over HTTP tries: enough to find what broke in `make test`, all of them in `make night`."""

import os


def examples(by_day: int, by_night: int) -> str:
    """The number, for a command line. The first ones of a seed are the same either way."""
    return str(by_night if os.environ.get("ANSIM_NIGHT") else by_day)
