"""A real mail server for tests, and a gateway that sends its codes there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller

from support.ports import free_port
from support.system import System


class Postbox:
    """What the server took in."""

    def __init__(self) -> None:
        self.letters: list[Message] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content))
        return "250 taken"

    def newest_code(self) -> str:
        """The six digits of the newest letter."""
        payload = self.letters[-1].get_payload(decode=True)
        assert isinstance(payload, bytes)
        found = re.search(r"(?<!\d)\d{6}(?!\d)", payload.decode())
        assert found
        return found.group()


@contextmanager
def mailing_system(system: System) -> Iterator[tuple[System, Postbox]]:
    """A second gateway of the same house, which has a mail server."""
    box, port = Postbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    mail = {
        "ANSIM_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "ANSIM_SMTP_FROM": "ansim@example.org",
    }
    other = System(system.folder, venues=system.venues, environment=mail)
    other.start_gateway()
    try:
        yield other, box
    finally:
        other.stop_gateway()
        server.stop()
