"""Who is let in: staff, keepers, deputies and laboratories, with their keys."""

import msgspec


class StaffAdded(msgspec.Struct, frozen=True, tag="staff-added"):
    """The operator gave a member of staff a one-time word for a key of their own."""

    staff: str
    role: str


class StaffBarred(msgspec.Struct, frozen=True, tag="staff-barred"):
    """The operator shut a member of staff out."""

    staff: str


class StaffMoved(msgspec.Struct, frozen=True, tag="staff-moved"):
    """The operator had a member of staff work for another agency or team."""

    staff: str


class KeyEnrolled(msgspec.Struct, frozen=True, tag="key-enrolled"):
    """A member of staff made a key for signing; `fingerprint` is the SHA-256 of its public half."""

    key: str
    fingerprint: str


class LaboratoryAdded(msgspec.Struct, frozen=True, tag="laboratory-added"):
    """The operator enrolled a key of a laboratory, which may be new; `fingerprint` is the SHA-256 of its public half."""

    laboratory: str
    fingerprint: str


class LaboratoryBarred(msgspec.Struct, frozen=True, tag="laboratory-barred"):
    """The operator barred a laboratory: no key of it counts."""

    laboratory: str


class LaboratoryKeyBarred(msgspec.Struct, frozen=True, tag="laboratory-key-barred"):
    """The operator barred one key of a laboratory."""

    laboratory: str
    fingerprint: str


class LaboratoryLimited(msgspec.Struct, frozen=True, tag="laboratory-limited"):
    """The operator set how many cases a laboratory notifies a day."""

    laboratory: str
    a_day: int


class KeyBarred(msgspec.Struct, frozen=True, tag="key-barred"):
    """A member of staff said that it was not they who used a key of theirs, and it is barred."""

    key: str
    fingerprint: str


class KeepersMade(msgspec.Struct, frozen=True, tag="keepers-made"):
    """The operator gave so many people a word for a keeper's key: the first ones."""

    keepers: int


class KeepersReplaced(msgspec.Struct, frozen=True, tag="keepers-replaced"):
    """The operator did so once keepers had signed here, and fewer than two of them had a key left."""

    keepers: int


class KeeperKeyEnrolled(msgspec.Struct, frozen=True, tag="keeper-key-enrolled"):
    """A keeper made a key for signing staff records; `fingerprint` is the SHA-256 of its public half."""

    key: str
    fingerprint: str


class StaffRecordKept(msgspec.Struct, frozen=True, tag="staff-record-kept"):
    """Two keepers signed a staff record: `first`, and whoever acts here; `digest` is the SHA-256 of what both signed."""

    deed: str
    staff: str
    role: str
    first: str
    digest: str
    first_key: str
    key: str


class DeputyNamed(msgspec.Struct, frozen=True, tag="deputy-named"):
    """Two keepers signed that somebody acts in a role for another team between these times."""

    staff: str
    role: str
    start: int
    end: int
    first: str
    digest: str
    first_key: str
    key: str
