"""The demo's owner: an invented person who answers for some venues of the town."""

from collections.abc import Sequence
from typing import Any, Final

import psycopg

from ansim.identity.owner_sealing import seal_number
from ansim.identity.phones import phone_index, read_phone
from ansim.identity.sealing import load_public_key
from ansim.keys import KeyFolder

OWNER_PHONE: Final = "010-0000-9001"
_OWNER: Final = """
    INSERT INTO business_owner (phone_index, sealed, phone_end) VALUES (%s, %s, %s) RETURNING id
"""
_BUSINESS: Final = """
    INSERT INTO business_business (kind, name) VALUES ('without_number', '바람 상회') RETURNING id
"""
_VENUES: Final = """
    UPDATE business_venue SET business_id = %s WHERE id = ANY (%s) OR parent_id = ANY (%s)
"""


def seed_owner(
    main: "psycopg.Connection[tuple[Any, ...]]", keys: KeyFolder, venues: Sequence[int]
) -> None:
    """An owner with OWNER_PHONE, a business of theirs, and these venues with their zones in it."""
    phone = read_phone(OWNER_PHONE)
    index = phone_index(keys.secret("owner-index"), phone)
    sealed = seal_number(load_public_key(keys.read("owners/public.pem")), index, phone)
    owner = _id(main, _OWNER, (index, sealed, phone[-2:]))
    business = _id(main, _BUSINESS, ())
    main.execute(
        "INSERT INTO business_membership (business_id, owner_id, role) VALUES (%s, %s, 'owner')",
        (business, owner),
    )
    main.execute(_VENUES, (business, list(venues), list(venues)))


def _id(
    main: "psycopg.Connection[tuple[Any, ...]]", statement: str, values: tuple[object, ...]
) -> int:
    row = main.execute(statement, values).fetchone()
    if row is None:
        raise RuntimeError("INSERT … RETURNING gave no row")
    return int(row[0])
