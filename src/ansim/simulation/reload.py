"""`make dev`: the demo follows its sources. A change restarts the processes that it concerns, and builds the app anew."""

import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ansim.processes import ORDER, Household
from ansim.settings.environment import Process

PACKAGE: Final = Path(__file__).parents[1]
PROJECT: Final = PACKAGE.parents[1]
# Rooms that only some processes know; a change anywhere else concerns all.
_CONCERNED: Final[dict[str, tuple[Process, ...]]] = {
    "business": ("business", "investigation"),
    "investigation": ("investigation",),
    "portal": ("business", "investigation"),
    "accounts": ("business", "investigation"),
    "signing": ("signing",),
    "tracing": ("tracer",),
    "visitor": ("gateway",),
    "web": ("gateway",),
    "simulation": (),
}
_GENERATED: Final = {"gateway-api.ts"}  # the build writes it among its sources
_FOLLOWED: Final = {".py", ".sql", ".json", ".mo"}  # portals read a template anew by themselves


def follow_sources(household: Household) -> None:
    """Watch the sources beside the caller, until the process ends."""
    threading.Thread(target=_follow, args=(household,), name="reload", daemon=True).start()


def concerned(changed: Iterable[Path]) -> list[Process]:
    """The processes that a change of these files concerns, in the order of their start."""
    names: set[Process] = set()
    for file in changed:
        if file.is_relative_to(PACKAGE) and (file.suffix in _FOLLOWED or file.name == "sw.js"):
            names |= set(_CONCERNED.get(file.relative_to(PACKAGE).parts[0], ORDER))
    return [name for name in ORDER if name in names]


def _follow(household: Household) -> None:
    from watchfiles import watch  # noqa: PLC0415 a tool of developers

    for changes in watch(PACKAGE, PROJECT / "web" / "src", recursive=True):
        changed = {Path(name) for _kind, name in changes}
        sources = [file for file in changed if file.name not in _GENERATED]
        if any(file.is_relative_to(PROJECT / "web") for file in sources):
            # Its own words say what is wrong; the app of before stays.
            subprocess.run([sys.executable, PROJECT / "hatch_build.py"], check=False)
        if any(file.suffix == ".po" for file in changed):
            subprocess.run([sys.executable, "-m", "ansim.locale.compile"], check=False)
        for name in concerned(changed):
            sys.stderr.write(f"ansim: {name} is reloaded\n")
            household.restart(name)
