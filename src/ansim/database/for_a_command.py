"""The databases, for the length of a command of the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def databases(*, keep: bool = False) -> Iterator[None]:
    """The databases for the length of a command: the embedded server is started, one of your own is there.

    With `keep` the embedded server is brought back when it dies.
    """
    from ansim.settings.environment import (  # noqa: PLC0415 commands start fast
        embedded_folder,
        uses_embedded_server,
    )

    if not uses_embedded_server():
        yield
        return
    from ansim.database.embedded import running  # noqa: PLC0415

    with running(embedded_folder(), keep=keep):
        yield
