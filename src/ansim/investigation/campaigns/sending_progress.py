"""How far the sender is with a campaign, and of whom an officer has to take care otherwise."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils.functional import Promise

from ansim.database.named_statements import read_statements
from ansim.domain.campaigns.message_states import LEFT_THE_HOUSE, REACHED, State
from ansim.investigation.campaigns.words import REASONS, STATES, UNCERTAIN
from ansim.investigation.models import CampaignRecord

_SQL: Final = read_statements("ansim.investigation.campaigns")
MOST_TROUBLES: Final = 500


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many messages stand there."""

    words: Promise
    tone: str
    count: int


@dataclass(frozen=True, slots=True)
class MessageTrouble:
    """A contact whom the message did not reach for sure: their number in the case, why, what to do."""

    contact: int
    words: Promise
    tone: str
    advice: str | Promise


@dataclass(frozen=True, slots=True)
class SendingProgress:
    """Where the messages of one campaign stand; without `begun_at` the sender has not taken it over."""

    people: int
    begun_at: datetime | None = None
    paused: bool = False
    stopped: bool = False
    withdrawn: bool = False
    counts: dict[State, int] = field(default_factory=dict)

    def of(self, *states: State) -> int:
        """How many stand in these states."""
        return sum(self.counts.get(one, 0) for one in states)

    @property
    def sent(self) -> int:
        """How many left the house, or may have."""
        return self.of(*LEFT_THE_HOUSE)

    @property
    def reached(self) -> int:
        """How many arrived."""
        return self.of(*REACHED)

    @property
    def done(self) -> int:
        """How many are not waiting any more."""
        return self.people - self.of(State.QUEUED, State.HANDING) if self.begun_at else 0

    @property
    def runs(self) -> bool:
        """Whether there is something to pause or stop."""
        return not (self.stopped or self.withdrawn) and self.done < self.people

    @property
    def rows(self) -> list[StateCount]:
        """The states in which something stands, in the order of a message's way."""
        return [StateCount(*STATES[one], self.counts[one]) for one in State if self.counts.get(one)]


def progress_of(records: Sequence[CampaignRecord]) -> dict[str, SendingProgress]:
    """How far each of these is, by its reference: in one query."""
    people = {one.ref: one.entries.count() for one in records}
    found = {ref: SendingProgress(number) for ref, number in people.items()}
    values = {"refs": [bytes.fromhex(one) for one in people]}
    for ref, begun, paused, stopped, withdrawn, counts in _rows("progress", values):
        known = json.loads(counts) if isinstance(counts, str) else counts
        states = {State(name): int(number) for name, number in known.items()}
        name = bytes(ref).hex()
        found[name] = SendingProgress(people[name], begun, paused, stopped, withdrawn, states)
    return found


def troubles_of(record: CampaignRecord) -> list[MessageTrouble]:
    """Of whom somebody has to take care otherwise, with what to do; the first `MOST_TROUBLES`."""
    values = {"ref": bytes.fromhex(record.ref), "most": MOST_TROUBLES}
    rows = _rows("troubles", values)
    contacts = dict(record.entries.values_list("number", "contact__number"))
    return [
        MessageTrouble(
            contacts[number],
            *STATES[State(state)],
            UNCERTAIN if State(state) is State.UNCERTAIN else REASONS.get(why, ""),
        )
        for number, state, why, _reference in rows
        if number in contacts
    ]


def contacts_told(record: CampaignRecord) -> list[int]:
    """The numbers in the case of those whose message left the house, or may have: whom a correction goes to."""
    states = [one.value for one in sorted(LEFT_THE_HOUSE)]
    values = {"ref": bytes.fromhex(record.ref), "states": states}
    sent = {number for (number,) in _rows("left_the_house", values)}
    entries = record.entries.order_by("number").values_list("number", "contact__number")
    return [contact for number, contact in entries if number in sent]


def contact_of_reference(record: CampaignRecord, reference: str) -> int | None:
    """Whose message carries that reference: their number in the case."""
    values = {"ref": bytes.fromhex(record.ref), "reference": reference}
    for number, _state, _reference in _rows("references", values):
        entry = record.entries.filter(number=number).select_related("contact").first()
        return entry.contact.number if entry else None
    return None


def pause(record: CampaignRecord, *, paused: bool) -> None:
    """Hold a campaign, or let it go on."""
    _done("pause" if paused else "resume", record)


def stop(record: CampaignRecord) -> None:
    """Have nothing more go; the vault opens no number for it any more either."""
    _done("stop", record)


def _done(statement: str, record: CampaignRecord) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[statement], {"ref": bytes.fromhex(record.ref)})


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[statement], values)
        return list(cursor.fetchall())
