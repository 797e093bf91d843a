"""Where a request comes from: nobody writes themselves another address, however many proxies stand between."""

from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from ansim.portal.callers import address_of
from support.patience import PATIENCE
from support.served import served

PROXIES = "127.0.0.1, 10.0.0.0/24, 2001:db8:1::/48"


def tells_the_address(
    environ: dict[str, Any], start_response: Callable[..., object]
) -> Iterable[bytes]:
    """A page that says whom a portal takes its reader for."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    request: Any = SimpleNamespace(META=environ)  # what is read of one, without a portal's settings
    return [address_of(request).encode()]


@pytest.fixture(params=[PROXIES, ""], ids=["behind proxies", "without"], scope="module")
def page(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """The trusted proxies, and where the page is served as a portal is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSIM_TRUSTED_PROXIES", request.param)
        with served(tells_the_address) as url:
            yield request.param, url


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [
        (["198.51.100.7"], "198.51.100.7"),
        (["203.0.113.5, 198.51.100.7"], "198.51.100.7"),  # the first is what the caller wrote
        (["203.0.113.5, 198.51.100.7, 10.0.0.8"], "198.51.100.7"),
        (["203.0.113.5", "198.51.100.7, 10.0.0.8"], "198.51.100.7"),  # one header a proxy
        (["127.0.0.1, 198.51.100.7,10.0.0.8 , 2001:db8:1::9"], "198.51.100.7"),
        (["198.51.100.7:50123"], "198.51.100.7"),
        (["2001:db8:77::1, 10.0.0.8"], "2001:db8:77::1"),
        (["[2001:db8:77::1]:443, 2001:DB8:1:0::5"], "2001:db8:77::1"),
        (["203.0.113.5, no address"], "no address"),
        (["10.0.0.3, 10.0.0.8"], "10.0.0.3"),
        ([], "127.0.0.1"),
    ],
)
def test_the_last_hop_that_is_no_proxy_of_ours_counts(
    page: tuple[str, str], forwarded: list[str], found: str
) -> None:
    proxies, url = page
    headers = [("X-Forwarded-For", line) for line in forwarded]
    assert httpx.get(url, headers=headers, timeout=PATIENCE).text == (
        found if proxies else "127.0.0.1"
    )
