"""The call by which the tracer borrows the key of a case from the vault."""

import msgspec


class KeyOfCase(msgspec.Struct, tag=True, frozen=True):
    """The key by which the tracer turns handles of a case into people and back; asked afresh for each search."""

    case: str
