"""Addresses that send what nobody signed wait; others do not."""

from ansim.investigation.laboratories.unsigned_tries import MOST, PERIOD, UnsignedTries


def test_an_address_waits_until_its_oldest_try_is_over() -> None:
    tries = UnsignedTries()
    for n in range(MOST):
        assert tries.wait("192.0.2.1", n) == 0
        tries.note("192.0.2.1", n)
    assert tries.wait("192.0.2.1", MOST) == PERIOD - MOST + 1
    assert tries.wait("192.0.2.2", MOST) == 0, "a neighbour's tries are not one's own"
    assert tries.wait("192.0.2.1", PERIOD + 1) == 0


def test_tries_that_are_spread_keep_nobody_waiting() -> None:
    tries = UnsignedTries()
    for n in range(5 * MOST):
        now = n * (PERIOD / MOST + 1)
        assert tries.wait("192.0.2.1", now) == 0
        tries.note("192.0.2.1", now)


def test_there_is_room_for_so_many_addresses_and_the_quietest_goes() -> None:
    tries = UnsignedTries()
    for _ in range(MOST):
        tries.note("192.0.2.1", 0)
    for n in range(5000):
        tries.note(f"2001:db8::{n:x}", 1)
    assert tries.wait("192.0.2.1", 2) == 0
    assert len(tries._tries) <= 4096
