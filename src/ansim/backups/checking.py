"""What a copy of the databases still tells: of whom, until when, and whether a key lies beside it.

A backup outlives the days in it. That it names nobody of a day past its period is tried, not believed: tags of the day
are turned with every key there is, and looked for among the people of the same backup; rows that came late are opened with
every key first (ADR 33).
"""

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from ansim.backups.dumps import SUFFIX, BackupError, database_of, rows
from ansim.domain.days import local_day
from ansim.domain.retention import POLICY
from ansim.keys import DayKeys, KeyFolder, folder
from ansim.settings.environment import DATABASES
from ansim.visits.late_rows import LateKind, LateSeal

TRIED: Final = 10_000
"""Tags of a day that are turned with every key, and late rows that are opened with every key."""

_SEALED: Final = {"visits.late", "visits.late_waiting"}
_PARTITION: Final = re.compile(r"visits\.visit_(\d{4})(\d\d)(\d\d)$")
_KEY_FILES: Final = re.compile(r"\.(key|pem|json)$|(^|/)keys/")


@dataclass
class DayInBackup:
    """What a backup tells of one day."""

    visits: int = 0
    tags: set[bytes] = field(default_factory=set)


@dataclass(frozen=True)
class DayTold:
    """A day of the backup: how many visits, whether its key lives, how many tags were turned into people."""

    day: date
    visits: int
    key_lives: bool
    past_period: bool
    tried: int
    turned: int

    @property
    def holds(self) -> bool:
        """Whether the day names nobody, or is within its period."""
        return not self.turned and not (self.past_period and self.key_lives)


@dataclass(frozen=True)
class Report:
    """All findings, and the files of the backup that are keys or hold one."""

    findings: list[DayTold]
    keys: list[str]

    @property
    def holds(self) -> bool:
        """Whether no key lies in the backup and no day past its period names anybody."""
        return not self.keys and all(one.holds for one in self.findings)

    def lines(self) -> Iterator[str]:
        """The report as text, a line a day."""
        yield "day             visits  its key    whom it names"
        for one in self.findings:
            key = "lives" if one.key_lives else "destroyed"
            yield f"{one.day}  {one.visits:>12,}  {key:9}  {_whom(one)}"
        for name in self.keys:
            yield f"{name}: a key, or a file that holds one. Keys never lie with the data: take it out."
        yield "this backup holds" if self.holds else "THIS BACKUP DOES NOT HOLD"


def check_backup(backup: Path, keys: KeyFolder, now: float) -> Report:
    """Read a backup that `make_backup` made, with the keys that there are at a moment (epoch seconds).

    Raises BackupError where a dump is missing or can't be read.
    """
    dumps = {name: backup / f"{name}{SUFFIX}" for name in DATABASES}
    if missing := [file.name for file in dumps.values() if not file.is_file()]:
        raise BackupError(f"{backup} lacks {', '.join(missing)}: is it a whole backup?")
    living = DayKeys(keys)
    first_kept = POLICY.first_kept_day(local_day(now))
    secrets = [key for file in sorted(keys.path.rglob("*.key")) if (key := file.read_bytes())]
    seals = [LateSeal(living, day) for day in living.days()]
    read = _Read(frozenset(one.hex() for one in secrets), seals)
    for file in dumps.values():
        read.take(file)
    findings = [
        DayTold(
            day,
            one.visits,
            living.has(day),
            day < first_kept,
            len(one.tags),
            _turned(living, one.tags, read.people) if day < first_kept else 0,
        )
        for day, one in sorted(read.days.items())
    ]
    files = set(_keys_inside(backup, secrets)) | read.with_keys
    return Report(findings, sorted(files))


def check_now(backup: Path) -> Report:
    """Read a backup with this installation's keys, by the host's clock. Raises BackupError."""
    return check_backup(backup, folder(), time.time())


class _Read:
    """What the dumps hold, each read once: days with tags, people, and which of them has a key as a value."""

    def __init__(self, secrets: frozenset[str], seals: list[LateSeal]) -> None:
        self.days: dict[date, DayInBackup] = defaultdict(DayInBackup)
        self.people: set[bytes] = set()
        self.with_keys: set[str] = set()
        self._secrets = secrets
        self._seals = seals
        self._sealed = 0

    def take(self, file: Path) -> None:
        for row in rows(file):
            if match := _PARTITION.search(row.table):
                self._note(date(*map(int, match.groups())), _bytes(row.values["tag"]))
            elif row.table == "visits.waiting":
                self._note(date.fromisoformat(row.values["day"]), _bytes(row.values["tag"]))
            elif row.table in _SEALED:
                self._open(_bytes(row.values["sealed"]))
            elif row.table == "identity.identity":
                self.people.add(_bytes(row.values["person_id"]))
            if any(_hex(value) in self._secrets for value in row.values.values()):
                self.with_keys.add(file.name)

    def _note(self, day: date, tag: bytes) -> None:
        told = self.days[day]
        told.visits += 1
        if len(told.tags) < TRIED:
            told.tags.add(tag)

    def _open(self, sealed: bytes) -> None:
        """Note a check-in that came late on its own day, where some key opens it; random rows open by none."""
        self._sealed += 1
        if self._sealed > TRIED:
            return
        late = next(filter(None, (seal.open(sealed) for seal in self._seals)), None)
        if late is not None and late.kind is LateKind.CHECK_IN:
            self._note(local_day(late.entered), late.tag)


def _hex(value: str) -> str:
    """Bytes as COPY writes them, without the mark before them."""
    return value.removeprefix("\\\\x")


def _bytes(value: str) -> bytes:
    return bytes.fromhex(_hex(value))


def _turned(keys: DayKeys, tags: set[bytes], people: set[bytes]) -> int:
    """How many tags some key turns into somebody whom the backup knows."""
    blocks = np.frombuffer(b"".join(sorted(tags)), np.uint8).reshape(-1, 16)
    found = np.zeros(len(blocks), bool)
    for day in keys.days():
        turned = keys.people(day, blocks).tobytes()
        found |= [turned[at : at + 16] in people for at in range(0, len(turned), 16)]
    return int(found.sum())


def _keys_inside(backup: Path, secrets: list[bytes]) -> Iterator[str]:
    """Files beside the dumps that are keys by their name, or hold one of the key folder as such or as hex."""
    wanted = [form for one in secrets for form in (one, one.hex().encode())]
    for file in backup.rglob("*"):
        if not file.is_file() or database_of(file):
            continue
        name = file.relative_to(backup).as_posix()
        content = file.read_bytes()
        if _KEY_FILES.search(name) or any(secret in content for secret in wanted):
            yield name


def _whom(one: DayTold) -> str:
    if one.turned:
        return f"PEOPLE: {one.turned:,} of {one.tried:,} tags were turned"
    if not one.past_period:
        return f"people, until {one.day + timedelta(days=POLICY.visit_days + 1)}"
    if one.key_lives:
        return "PEOPLE, as its key should be gone: `ansim retention list` says what waits"
    return f"nobody ({one.tried:,} tags tried with every key)"
