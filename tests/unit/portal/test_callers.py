"""Where a request comes from: nobody writes themselves another address."""

from types import SimpleNamespace
from typing import Any

import pytest

from ansim.portal.callers import address_of


def asked(remote: str, forwarded: str | None = None) -> Any:
    """What the function reads of a request, without a portal's settings."""
    proxied = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return SimpleNamespace(META={"REMOTE_ADDR": remote, **proxied})


def test_without_trusted_proxies_the_connection_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSIM_TRUSTED_PROXIES", raising=False)
    assert address_of(asked("192.0.2.9", "198.51.100.1")) == "192.0.2.9"


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.5, 198.51.100.7", "198.51.100.7"),  # the first is what the caller wrote
        ("203.0.113.5, 198.51.100.7, 10.0.0.8", "198.51.100.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("not an address", "unknown"),
        (None, "unknown"),
    ],
)
def test_behind_our_proxies_the_last_hop_that_is_none_of_ours_counts(
    monkeypatch: pytest.MonkeyPatch, forwarded: str | None, found: str
) -> None:
    monkeypatch.setenv("ANSIM_TRUSTED_PROXIES", "10.0.0.0/24")
    assert address_of(asked("10.0.0.5", forwarded)) == found
