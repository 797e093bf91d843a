"""The main path in a second engine, WebKit, which is that of iPhones. It needs no camera: an address is opened."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansim.identity.phones import read_phone
from support import webkit
from support.phone import READ_ALL, new_number
from support.system_needs import missing_webkit
from support.webkit import WebKit

pytestmark = pytest.mark.browser

HOLDS_THE_APP = "!!navigator.serviceWorker.controller"


@pytest.fixture
def iphone(system: Any, tmp_path: Path) -> Iterator[WebKit]:
    if lacks := missing_webkit():
        said = f"no WebKit ({', '.join(lacks)} missing): apt-get install webkit2gtk-driver xvfb"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
    with webkit.opened(tmp_path, system.gateway_url) as browser:
        yield browser


def sign_up(iphone: WebKit, system: Any) -> None:
    number = new_number()
    iphone.type("input[type=tel]", number)
    for required in iphone.all(".check"):
        required.click()
    iphone.press("button.primary")
    iphone.find("input.code")
    # Six digits are taken as they stand.
    iphone.type("input.code", system.code_for(read_phone(number)))


def check_in(iphone: WebKit, code: str) -> None:
    iphone.open(f"/v/{code}")
    iphone.press(".huge:enabled")


def visits(iphone: WebKit) -> list[dict[str, Any]]:
    """What the phone's own store holds, oldest first."""
    found: list[dict[str, Any]] = iphone.ask(f'({READ_ALL})("visits")')
    return sorted(found, key=lambda visit: visit["id"])


def test_a_visitor_signs_up_checks_in_loses_the_network_and_leaves(
    iphone: WebKit, system: Any
) -> None:
    begun = time.monotonic()
    market, cafe = system.venues["market"], system.venues["cafe"]
    iphone.open("/")
    iphone.press(".languages [lang=ko]")
    sign_up(iphone, system)
    iphone.find(".tools")
    iphone.await_true(HOLDS_THE_APP)

    check_in(iphone, market.code)
    iphone.find("[data-state=confirmed]")
    assert market.name in iphone.text()

    system.stop_gateway()
    try:
        check_in(iphone, cafe.code)
        iphone.find("[data-state=waiting]")
        iphone.open("/#/history")
        assert [visit["state"] for visit in visits(iphone)] == ["confirmed", "waiting"]
    finally:
        system.start_gateway()
    iphone.open("/")
    iphone.await_true(
        f'({READ_ALL})("visits").then((all) => all.every((one) => one.state === "confirmed"))'
    )
    assert system.stored(*(visit["id"] for visit in visits(iphone))) == 2

    assert cafe.name in iphone.find(".here").text
    iphone.press(".here .secondary")
    iphone.await_true(
        f'({READ_ALL})("visits").then((all) => all.some((one) => one.out === "confirmed"))'
    )
    [left] = [visit for visit in visits(iphone) if visit["leftAt"]]
    assert left["venue"] == cafe.code
    assert system.visit(left["id"]).left_at is not None

    iphone.open("/#/history")
    iphone.find(".visits")
    assert [name for name in (market.name, cafe.name) if name not in iphone.text()] == []
    print(f"\nWebKit {iphone.version}: the main path in {time.monotonic() - begun:.1f} s")
