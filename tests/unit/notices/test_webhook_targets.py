"""Where a webhook may lead: the public internet over https, however an address is written or carried."""

import asyncio
from ipaddress import ip_address

import pytest

from ansim.notices.channels.webhook_targets import (
    TargetRefusedError,
    address_of_target,
    is_public,
    read_target,
)


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSIM_WEBHOOKS_LOCAL", raising=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://pos.example/hook",
        "ftp://pos.example/",
        "pos.example/hook",
        "https://",
        "https:///hook",
        "https://user:word@pos.example/",
        "https://user@pos.example/",
        "https://pos.example/#part",
        "https://pos.example:0/",
        "https://pos.example:99999/",
        "https://pos.example/a b",
        "https://pos.example/\nHost: other",
        "https://pos.example/가게",
        "https://" + "a" * 600,
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://0.0.0.0/",
        "https://10.1.2.3/",
        "https://172.16.0.9/",
        "https://192.168.0.10/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:db8::1]/",
    ],
)
def test_an_address_that_no_webhook_may_have_is_refused(url: str) -> None:
    with pytest.raises(TargetRefusedError):
        read_target(url)


@pytest.mark.parametrize(
    ("url", "authority", "path"),
    [
        ("https://pos.example", "pos.example", "/"),
        ("https://POS.example:8443/hook?shop=1", "pos.example:8443", "/hook?shop=1"),
        ("https://가게.example/h", "xn--o39akk.example", "/h"),
        ("https://[2606:4700::1111]/h", "[2606:4700::1111]", "/h"),
        ("https://8.8.8.8/h", "8.8.8.8", "/h"),
    ],
)
def test_an_address_of_the_internet_is_read(url: str, authority: str, path: str) -> None:
    target = read_target(url)
    assert (target.authority, target.path) == (authority, path)


@pytest.mark.parametrize("name", ["localhost", "localhost.localdomain", "ip6-localhost"])
def test_a_name_that_leads_home_is_refused_once_it_is_resolved(name: str) -> None:
    async def resolve() -> None:
        await address_of_target(read_target(f"https://{name}/"))

    with pytest.raises((TargetRefusedError, OSError)):
        asyncio.run(resolve())


def test_of_several_addresses_each_must_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(answers: list[str]) -> str:
        loop = asyncio.get_running_loop()

        async def told(*_asked: object, **_more: object) -> list[object]:
            await asyncio.sleep(0)
            return [(2, 1, 6, "", (answer, 443)) for answer in answers]

        monkeypatch.setattr(loop, "getaddrinfo", told)
        return str(await address_of_target(read_target("https://pos.example/")))

    assert asyncio.run(resolve(["8.8.8.8", "8.8.4.4"])) == "8.8.8.8"
    with pytest.raises(TargetRefusedError):
        asyncio.run(resolve(["8.8.8.8", "10.0.0.1"]))
    with pytest.raises(TargetRefusedError):
        asyncio.run(resolve([]))


def test_only_the_setting_lets_this_machine_through(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_public(ip_address("127.0.0.1"))
    monkeypatch.setenv("ANSIM_WEBHOOKS_LOCAL", "1")
    assert is_public(ip_address("127.0.0.1"))
    assert read_target("http://127.0.0.1:9000/h").port == 9000
    assert not is_public(ip_address("10.0.0.1"))
