"""Recorded face-to-face contacts of the SocioPatterns project (CC0), read as stays and contacts.

A line `t i j` says: the badges of i and j saw each other face to face in the 20 s step at second t, counted from
midnight of the first day. A sighting at t is taken to cover the half-open [t, t + 20). With stays from the first
sighting to the last + 20 s, two people seen face to face at t are both there for the whole of [t, t + 20), hence share
at least 20 s: a search with check-outs and a minimum overlap of 20 s finds every recorded contact, by construction.
"""

import gzip
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ansim.domain.errors import AnsimError

STEP = 20
DAY = 86_400
HALF_DAY = DAY // 2


class SociopatternsError(AnsimError):
    """A contact file that cannot be read; the message names the file and the fault."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Sightings of pairs: `moment` (s from the first midnight), `one` and `other` (badge numbers), of one length."""

    moment: NDArray[np.int64]
    one: NDArray[np.int64]
    other: NDArray[np.int64]

    def pairs(self) -> set[tuple[int, int]]:
        """Who was ever seen face to face with whom, the smaller number first."""
        low, high = np.minimum(self.one, self.other), np.maximum(self.one, self.other)
        return set(zip(low.tolist(), high.tolist(), strict=True))

    def sightings(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(person, moment) of every single badge seen, each once, sorted by person and moment."""
        both = np.column_stack((np.concatenate((self.one, self.other)), np.tile(self.moment, 2)))
        seen = np.unique(both, axis=0)
        return seen[:, 0], seen[:, 1]


@dataclass(frozen=True, slots=True)
class Stays:
    """Stays of one length, by person and time: badge number, [entered, left) in seconds from the first midnight."""

    person: NDArray[np.int64]
    entered: NDArray[np.int64]
    left: NDArray[np.int64]

    def __len__(self) -> int:
        return self.person.size


def read_contacts(path: Path) -> Contacts:
    """The contacts in a `.gz`, `.zip` (its one file) or plain file. Raises SociopatternsError."""
    try:
        text = _text(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise SociopatternsError(f"{path.name} cannot be read: {error}") from error
    try:
        lines = np.array(text.split(), np.int64).reshape(-1, 3)
    except ValueError as error:
        raise SociopatternsError(f"{path.name} is no list of `t i j` lines: {error}") from error
    return Contacts(lines[:, 0], lines[:, 1], lines[:, 2])


def read_departments(path: Path) -> dict[int, str]:
    """The department of each badge, from a metadata file of `i department` lines."""
    pairs = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {int(badge): department for badge, department in pairs}


def half_day_stays(contacts: Contacts) -> Stays:
    """One stay a person and half-day: from the first sighting to the end of the last (see above)."""
    person, moment = contacts.sightings()
    return _split(person, moment, np.diff(moment // HALF_DAY) != 0)


def stays_apart(contacts: Contacts, gap: int) -> Stays:
    """Stays of a person, split where nobody saw them for more than `gap` seconds, and at midnight."""
    person, moment = contacts.sightings()
    return _split(person, moment, (np.diff(moment) > gap) | (np.diff(moment // DAY) != 0))


def _split(person: NDArray[np.int64], moment: NDArray[np.int64], apart: NDArray[np.bool_]) -> Stays:
    """Stays of runs of sightings; `apart[k]` parts sighting k from k + 1, as a change of person does."""
    starts = np.flatnonzero(np.concatenate(([True], apart | (np.diff(person) != 0))))
    ends = np.concatenate((starts[1:], [person.size])) - 1
    return Stays(person[starts], moment[starts], moment[ends] + STEP)


def _text(path: Path) -> bytes:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return archive.read(archive.namelist()[0])
    return path.read_bytes()
