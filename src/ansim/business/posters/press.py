"""Sheets of many venues, set by several processes: within one process typst sets one sheet at a time.

`python -m ansim.business.posters.press` is a press: it reads jobs from its input and writes the PDFs to its output, each
behind its length in four bytes. It opens no database, and ends with its input, so with whoever started it, however that ends.
"""

import subprocess
import sys
import traceback
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import IO, Final, cast

import msgspec

from ansim.business.posters.sheets import Office, Printed, Sheet, pdf_of_all
from ansim.business.qr import svg_of
from ansim.domain.errors import AnsimError

PRESSES: Final = 2
"""As many as a small machine has processors; the task that orders the sheets only waits and stores."""
_AHEAD: Final = 4  # jobs a press that may be done before their turn: more would only be memory
_LENGTH: Final = 4  # bytes


class PressEndedError(AnsimError):
    """A press ended before its sheet was done, as where memory ran out; nothing of the order is kept."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """The sheets of some venues as one PDF. The codes are drawn by the press, so `qr` of each may be empty."""

    sheet: Sheet
    venues: Sequence[Printed]
    office: Office
    languages: Sequence[str]
    title: str = "QR"


def pressed(jobs: Sequence[PrintJob], most: int = PRESSES) -> Generator[bytes]:
    """The PDFs of the jobs, in their order. Raises PressEndedError."""
    presses = min(most, len(jobs))
    with ExitStack() as room:
        free: SimpleQueue[_Press] = SimpleQueue()
        for _ in range(presses):
            free.put(room.enter_context(_press()))
        threads = room.enter_context(ThreadPoolExecutor(max(presses, 1)))
        waiting: deque[Future[bytes]] = deque()
        for job in jobs:
            waiting.append(threads.submit(_set, free, job))
            if len(waiting) > _AHEAD * presses:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@dataclass(frozen=True, slots=True)
class _Press:
    """A press at work: it sets one job at a time."""

    process: "subprocess.Popen[bytes]"
    asked: IO[bytes]
    made: IO[bytes]

    def set(self, job: PrintJob) -> bytes:
        with suppress(BrokenPipeError):
            _write(self.asked, msgspec.json.encode(job))
        done = _read(self.made)
        if done is None:
            raise PressEndedError(
                f"a process that sets sheets ended (status {self.process.poll()}): order fewer at once"
            )
        return done


@contextmanager
def _press() -> Iterator[_Press]:
    command = [sys.executable, "-m", "ansim.business.posters.press"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    asked, made = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        yield _Press(process, asked, made)
    finally:
        process.kill()  # it holds nothing that could be left half done
        process.wait()
        with suppress(BrokenPipeError):  # of a job that it never took
            asked.close()
        made.close()


def _set(free: "SimpleQueue[_Press]", job: PrintJob) -> bytes:
    press = free.get()
    try:
        return press.set(job)
    finally:
        free.put(press)


def _write(out: IO[bytes], message: bytes) -> None:
    out.write(len(message).to_bytes(_LENGTH) + message)
    out.flush()


def _read(given: IO[bytes]) -> bytes | None:
    """The next message; None where the other side is gone."""
    head = given.read(_LENGTH)
    message = given.read(int.from_bytes(head)) if len(head) == _LENGTH else b""
    return message if message and len(message) == int.from_bytes(head) else None


def main() -> int:
    """Set what is asked for until nobody asks."""
    decoder = msgspec.json.Decoder(PrintJob)
    try:
        while (message := _read(sys.stdin.buffer)) is not None:
            _write(sys.stdout.buffer, _made(decoder.decode(message)))
    except Exception as error:  # noqa: BLE001 its words may hold a name; where it happened does not
        traceback.print_tb(error.__traceback__)
        sys.stderr.write(f"press: {type(error).__name__}\n")
        return 1
    return 0


def _made(job: PrintJob) -> bytes:
    venues = [replace(venue, qr=svg_of(venue.address)) for venue in job.venues]
    return pdf_of_all(job.sheet, venues, job.office, job.languages, job.title)


if __name__ == "__main__":
    sys.exit(main())
