"""Who is enrolled, as keepers read it: marks and keys from the vault, names and last days from the main database."""

from collections import defaultdict
from typing import Final

from ansim.database.named_statements import read_statements
from ansim.domain.signatures import KeyKind
from ansim.identity.keepers.calls import Deputyship, StaffRecord
from ansim.identity.staff.accepting import Connection

_SQL: Final = read_statements("ansim.identity.keepers")


def all_records(connection: Connection, main: Connection, now: float) -> list[StaffRecord]:
    """Every member of staff, by agency, team and role."""
    named = {ref: rest for ref, *rest in main.execute(_SQL["named_staff"]).fetchall()}
    keys: dict[str, list[KeyKind]] = defaultdict(list)
    for staff, kind in connection.execute(_SQL["keys_that_count"]).fetchall():
        keys[staff].append(kind)
    deputies: dict[str, list[Deputyship]] = defaultdict(list)
    for staff, *acts in connection.execute(_SQL["deputies_to_come"], {"now": now}).fetchall():
        deputies[staff].append(Deputyship(*acts))
    records = []
    for ref, version, role, agency, team, barred in connection.execute(_SQL["all_records"]):
        login, name, day = named.get(ref, ("", "", None))
        records.append(
            StaffRecord(
                staff=ref,
                version=version,
                login=login,
                name=name,
                role=role,
                agency=agency,
                team=team,
                barred=barred,
                keys=keys[ref],
                last_sign_in=day.isoformat() if day else "",
                deputy=deputies[ref],
            )
        )
    return records
