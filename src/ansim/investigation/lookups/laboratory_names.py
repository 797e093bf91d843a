"""What laboratories are called, by the marks under which they notify cases."""

from collections.abc import Iterable

from ansim.identity.laboratories.calls import KnownLaboratories, LaboratoryName
from ansim.investigation.lookups.connections import vault
from ansim.rpc import UnreachableError


def laboratories_of(marks: Iterable[str]) -> dict[str, LaboratoryName]:
    """Those among marks of all kinds that are laboratories', by their mark; none where the vault does not answer."""
    refs = sorted({mark for mark in marks if mark.startswith("L-")})
    if not refs:
        return {}
    try:
        return {one.ref: one for one in vault().laboratories(KnownLaboratories(refs))}
    except UnreachableError:
        return {}
