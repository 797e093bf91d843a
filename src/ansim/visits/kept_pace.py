"""The pace at which days end by themselves, as the worker keeps it from one sweep to the next: a file beside the day keys."""

import os
import secrets
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from ansim.domain.pace_of_ends import Pace, RunningTime

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


@cache
def _this_process() -> str:
    return secrets.token_hex(16)


def running_time() -> RunningTime:
    """Since when this machine runs; where it does not say (Linux does), each process counts as a start of it."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    if clock is None or not _BOOT.is_file():
        return RunningTime(_this_process(), time.monotonic())
    return RunningTime(_BOOT.read_text("ascii").strip(), time.clock_gettime(clock))


class KeptPace:
    """The pace in a file; `running` is the machine's running time."""

    def __init__(self, file: Path, running: Callable[[], RunningTime] = running_time) -> None:
        self._file, self._running = file, running

    @property
    def allowed(self) -> int:
        """How many days may end by themselves now."""
        return self._now().allowed

    def spend(self) -> None:
        """Note that one ended by itself; it is on the disk when this returns."""
        draft = self._file.with_name(f".{self._file.name}.{secrets.token_hex(4)}")
        with draft.open("wb") as file:
            file.write(msgspec.json.encode(self._now().spent()))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)

    def _now(self) -> Pace:
        now = self._running()
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Pace).at(now)
        except FileNotFoundError:
            return Pace.beginning(now)
        except msgspec.DecodeError:
            # Cut or damaged: nothing is saved up, which a day of running mends.
            return Pace(0.0, now.boot, now.seconds)
