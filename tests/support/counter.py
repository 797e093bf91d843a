"""A venue's counter in tests: a device that the portal pairs, and what its staff do with it."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from ansim.domain.devices import DeviceKind, new_token, token_hash
from ansim.domain.identifiers import new_visit_id
from support.patience import until
from support.system import SeededVenue, System, now_text
from support.visitor import CONSENT, next_phone

_QR = """
    INSERT INTO business_device (venue_id, kind, label, pairing_hash, pairing_until)
    VALUES (%s, %s, 'counter', %s, now() + make_interval(mins => %s)) RETURNING id
"""


def pairing_qr(
    system: System, venue: SeededVenue, kind: DeviceKind = DeviceKind.READER, minutes: int = 15
) -> tuple[int, str]:
    """What the portal does as it shows a QR: the device's number and the one-time token. As the portal's own role."""
    token = new_token()
    with system.connect_as("business", "main") as connection:
        row = connection.execute(_QR, [venue.id, int(kind), token_hash(token), minutes]).fetchone()
    assert row
    return int(row[0]), token


@dataclass
class Counter:
    """A paired device of a venue."""

    system: System
    venue: SeededVenue
    kind: DeviceKind = DeviceKind.READER
    number: int = 0
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self.number, once = pairing_qr(self.system, self.venue, self.kind)
        answer = self.system.http.post("/v1/devices", json={"token": once})
        assert answer.status_code == 201, answer.text
        self.token = answer.json()["token"]
        until(
            lambda: self.ask("GET", "/v1/device").status_code == 200, "the gateway knows the venue"
        )

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """A request of the device."""
        headers = {"Authorization": f"Bearer {self.token}", **headers}
        content = {} if body is None else {"json": body}
        return self.system.http.request(method, path, headers=headers, **content)

    def enter(self, **changes: Any) -> httpx.Response:
        """Staff enter somebody."""
        return self.ask("POST", "/v1/staff-entries", entry(**changes))

    def write(self, *lines: dict[str, Any], **changes: Any) -> httpx.Response:
        """Staff type in lines of the paper list."""
        body = {"lines": list(lines), "sent_at": now_text(), **changes}
        return self.ask("POST", "/v1/hand-written-lines", body)

    def revoke(self) -> None:
        """As the portal does."""
        with self.system.connect_as("business", "main") as connection:
            connection.execute(
                "UPDATE business_device SET revoked_at = now() WHERE id = %s", [self.number]
            )


def entry(**changes: Any) -> dict[str, Any]:
    """The body of an entry of staff."""
    return {
        "id": str(new_visit_id()),
        "name": "고순덕",
        "phone": next_phone(),
        "consent": CONSENT,
        "entered_at": now_text(seconds=1),
        "sent_at": now_text(),
        **changes,
    }


def line(safe_code: str, **changes: Any) -> dict[str, Any]:
    """A line of the paper list, written ten minutes ago."""
    return {"safe_code": safe_code, "entered_at": now_text(minutes=10), "party": 0, **changes}


def settle(system: System, *visits: str) -> None:
    """Let the minute of undoing pass for these entries; returns once the gateway has moved them among the visits."""
    with system.owner("visits") as connection:
        connection.execute(
            "UPDATE visits.waiting SET due_at = now() WHERE id = ANY (%s::uuid[])", [list(visits)]
        )
    until(lambda: system.stored(*visits) == len(visits), "the gateway moves the entries")
