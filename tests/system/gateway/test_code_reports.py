"""Anybody may report a QR: one network can neither bury a clerk nor shut the others out."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from support.system import System


@pytest.fixture(scope="module")
def proxied(system: System) -> Iterator[System]:
    """A gateway behind a proxy whose word about addresses it takes."""
    other = System(
        system.folder,
        venues=system.venues,
        environment={"ANSIM_HOST": system.gateway_url, "ANSIM_TRUSTED_PROXIES": "127.0.0.1"},
    )
    other.start_gateway()
    yield other
    other.stop_gateway()


def report(system: System, address: str, venue: str = "") -> int:
    body = {"reason": "stuck-over"} | ({"venue": venue} if venue else {})
    headers = {"X-Forwarded-For": address}
    return system.http.post("/v1/code-reports", json=body, headers=headers).status_code


@pytest.mark.parametrize(
    ("flood", "neighbours"),
    [
        ("192.0.2.{}", ("198.51.100.7", "2001:db8:1::1")),
        ("2001:db8:2:{}::1", ("2001:db8:3::1", "192.0.2.9")),
        ("::ffff:203.0.113.{}", ("203.0.114.1",)),
    ],
)
def test_one_network_does_not_use_up_the_reports_of_no_venue(
    proxied: System, reports: Any, flood: str, neighbours: tuple[str, ...]
) -> None:
    answers = Counter(report(proxied, flood.format(number % 250)) for number in range(510))
    assert answers == {204: 50, 429: 460}
    assert [report(proxied, one) for one in neighbours] == [204] * len(neighbours)
    assert len(reports()) == 50 + len(neighbours)


@pytest.mark.parametrize("key", ["hall", "food"])
def test_one_network_does_not_close_a_venue(proxied: System, reports: Any, key: str) -> None:
    code = proxied.venues[key].code
    answers = [report(proxied, f"192.0.2.{number}", code) for number in range(30)]
    assert answers == [204] * 5 + [429] * 25
    assert report(proxied, "198.51.100.7", code) == 204
    assert report(proxied, "192.0.2.1", proxied.venues["market"].code) == 204, "another door"


def test_many_venues_do_not_give_a_network_more_than_its_share(
    proxied: System, reports: Any
) -> None:
    codes = [venue.code for venue in proxied.venues.values()]
    answers = [report(proxied, "192.0.2.1", code) for code in [*codes, ""] * 50]
    assert answers.count(204) == 50 == len(reports())


def test_what_is_refused_is_not_counted(proxied: System, system: System, reports: Any) -> None:
    for _ in range(60):
        report(proxied, "192.0.2.1", proxied.venues["hall"].code)
    with system.owner("identity") as connection:
        counts = connection.execute("SELECT max(used) FROM identity.code_use").fetchone()
    assert counts == (5,)


def test_reports_cannot_bury_a_clerk(proxied: System, reports: Any) -> None:
    code = proxied.venues["hall"].code
    answers = [report(proxied, f"10.0.{number}.1", code) for number in range(22)]
    assert answers == [204] * 20 + [429] * 2
    assert len(reports()) == 20


def test_nothing_kept_says_who_reported(proxied: System, system: System, reports: Any) -> None:
    report(proxied, "192.0.2.77", proxied.venues["hall"].code)
    with system.owner("identity") as connection:
        rows = connection.execute("SELECT bucket, used FROM identity.code_use").fetchall()
    assert [(len(bucket), used) for bucket, used in rows] == [(16, 1), (16, 1)]
    assert not any(b"192" in bytes(bucket) for bucket, _ in rows)
    assert "192.0.2" not in proxied.gateway_log()
