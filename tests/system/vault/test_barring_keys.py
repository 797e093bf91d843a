"""Keys that members of staff bar themselves: without a signature, so no more than a few a portal and day."""

import time
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from psycopg_pool import ConnectionPool

from ansim.domain.signatures import KEYS_BARRED_A_DAY, key_mark
from ansim.identity.staff.accepting import Acceptance
from ansim.identity.staff.assertions import SigningSite
from ansim.identity.staff.sign_in_desk import SignInDesk
from ansim.identity.staff.signed_calls import BarKey
from ansim.ledger import Book
from ansim.rpc import Caller
from ansim.settings.environment import dsn, investigation_host, signing_host, socket_path
from support.house import House
from support.keepers import open_keepers
from support.rights import Member, enrol, refused
from support.signing import passkey
from support.system import System

Role = Literal["officer", "approver", "registrar"]


@pytest.fixture(autouse=True)
def nobody_barred(system: System) -> Iterator[None]:
    """As on a day on which nothing was barred yet; what stands barred stays so."""
    earlier = "UPDATE vault.staff_key SET barred_at = barred_at - interval '2 days'"
    with system.owner("identity") as identity:
        identity.execute(earlier)
    yield
    with system.owner("identity") as identity:
        identity.execute(earlier)


@pytest.fixture
def vault(house: House) -> House:
    house.need("vault")
    return house


def bar(house: House, member: Member, socket: Literal["owner", "vault"] = "vault") -> bool:
    caller = Caller(socket_path(socket), house.system.keys.read(f"{socket}-calls.key"))
    return caller.call(BarKey(member.ref, key_mark(member.device.id)), bool)


def counts(system: System, member: Member) -> bool:
    with system.owner("identity") as identity:
        asked = "SELECT barred_at IS NULL FROM vault.staff_key WHERE staff = %s"
        ((counts,),) = identity.execute(asked, [member.ref]).fetchall()
    return bool(counts)


@pytest.mark.parametrize("roles", [("officer", "approver"), ("registrar",)])
def test_a_portal_in_foreign_hands_shuts_out_few(
    system: System, vault: House, roles: tuple[Role, ...]
) -> None:
    socket: Literal["owner", "vault"] = "owner" if "registrar" in roles else "vault"
    crew = [
        enrol(system, roles[turn % len(roles)], "jeju") for turn in range(KEYS_BARRED_A_DAY + 2)
    ]
    for member in crew[:KEYS_BARRED_A_DAY]:
        assert bar(vault, member, socket)
    for member in crew[KEYS_BARRED_A_DAY:]:
        refused("key-bar-cap", lambda member=member: bar(vault, member, socket))
        assert counts(system, member)
    assert not bar(vault, crew[0], socket), "one that is barred is no other one"
    with system.owner("main") as main:
        entries = "SELECT count(*) FROM ledger.entry WHERE kind = 'key-barred' AND actor = ANY (%s)"
        refs = [member.ref for member in crew]
        assert main.execute(entries, [refs]).fetchone() == (KEYS_BARRED_A_DAY,)
    other: Role = "officer" if socket == "owner" else "registrar"
    elsewhere = enrol(system, other, "jeju")
    assert bar(vault, elsewhere, "vault" if socket == "owner" else "owner"), (
        "it is each portal's own"
    )


def test_the_next_day_keys_are_barred_again(system: System, vault: House) -> None:
    for _ in range(KEYS_BARRED_A_DAY):
        assert bar(vault, enrol(system, "officer", "jeju"))
    late = enrol(system, "officer", "jeju")
    refused("key-bar-cap", lambda: bar(vault, late))
    with system.owner("identity") as identity:
        identity.execute(
            "UPDATE vault.staff_key SET barred_at = barred_at - interval '25 hours'"
            " WHERE barred_at > now() - interval '1 day'"
        )
    assert bar(vault, late)


def test_a_barred_key_that_leaves_fewer_than_two_keepers_rings(
    vault: House, caplog: pytest.LogCaptureFixture
) -> None:
    told = []
    with (
        open_keepers(vault) as keepers,
        ConnectionPool[Any](dsn("vault", "identity"), min_size=1, max_size=1) as pool,
    ):
        desk = SignInDesk(
            Acceptance(SigningSite.at(signing_host()), device_keys=True, clock=time.time),
            pool,
            Book(lambda: dsn("vault", "main")),
            "investigation",
            investigation_host(),
        )
        for who in (keepers.person(key=True), *keepers.people[1:]):
            caplog.clear()
            assert desk.bar_key(BarKey(who.ref, key_mark(passkey(who.login, who.ref).id)))
            told.append("fewer than two keepers" in caplog.text)
            assert who.login not in caplog.text
    assert told == [False, False, True]
