"""Contacts of owners are opened for registrars whom the vault knows: a portal in foreign hands names nobody else."""

import pytest

from ansim.domain.contact import ContactReason
from ansim.identity.calls import ContactOfOwner, OwnerContact
from ansim.rpc import Caller
from ansim.settings.environment import socket_path
from support.house import House
from support.rights import enrol, refused
from support.system import System

NOBODY = 2**31 - 1  # no owner has that id


@pytest.fixture
def caller(house: House) -> Caller:
    house.need("vault")
    return Caller(socket_path("owner"), house.system.keys.read("owner-calls.key"))


def ask(caller: Caller, clerk: str) -> None:
    caller.call(ContactOfOwner(NOBODY, clerk, ContactReason.COMPLAINT), OwnerContact)


@pytest.mark.parametrize("who", ["S-NBDY0002", "", "홍길동", "010-0000-0009"])
def test_a_mark_that_nobody_has_opens_nothing(caller: Caller, who: str) -> None:
    refused("signer-unknown", lambda: ask(caller, who))


@pytest.mark.parametrize("role", ["officer", "approver"])
def test_neither_do_those_of_the_console(system: System, caller: Caller, role: str) -> None:
    who = enrol(system, role, "jeju").ref
    refused("signer-unknown", lambda: ask(caller, who))


def test_a_registrar_is_answered_until_barred(system: System, caller: Caller) -> None:
    who = enrol(system, "registrar", "").ref
    refused("no-number", lambda: ask(caller, who))
    with system.owner("identity") as identity:
        identity.execute("UPDATE vault.staff SET barred_at = now() WHERE ref = %s", [who])
    refused("signer-unknown", lambda: ask(caller, who))
