"""The channel of a demo: messages are kept in a file that all processes of the demo write and two pages show.

Nobody's real number gets there: a demo serves invented people.
"""

import fcntl
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from ansim.settings.environment import data_folder

MOST: Final = 200
_LARGEST: Final = 256 << 10  # bytes, after which old messages go


class Message(msgspec.Struct, frozen=True):
    """A message that a demo shows instead of sending it."""

    sent_at: datetime
    to: str
    text: str


class DemoChannel:
    """Keeps the last messages, for the pages `/demo/messages`."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or data_folder() / "demo" / "messages.jsonl"

    @property
    def kept(self) -> Sequence[Message]:
        """The messages, newest first."""
        try:
            lines = self._file.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        return [msgspec.json.decode(line, type=Message) for line in reversed(lines[-MOST:])]

    async def send(self, to: str, text: str, reference: str = "") -> None:  # noqa: ARG002 a demo shows what is sent, twice too
        """Keep the message."""
        line = msgspec.json.encode(Message(datetime.now(UTC), to, text)) + b"\n"
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # other processes of the demo write here too
            if file.seek(0, os.SEEK_END) > _LARGEST:
                file.seek(0)
                line = b"".join([*file.readlines()[-MOST:], line])
                file.seek(0)
                file.truncate()
            file.write(line)

    async def close(self) -> None:
        """Nothing is held."""
