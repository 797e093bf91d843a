"""Fixtures of the browser tests: the real system, real Chromium, a fake camera."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from support.camera import poster, shaky, write_video
from support.patience import PATIENCE
from support.phone import Phone, executable

expect.set_options(timeout=PATIENCE * 1000)  # five seconds by default
APP = Path(__file__).parents[2] / "src" / "ansim" / "web" / "static" / "app" / "sw.js"


@pytest.fixture(scope="module")
def playwright(system: Any) -> Iterator[Playwright]:
    # After the system and no longer than a module: Playwright runs an event loop in this thread, and Django's
    # migrations refuse to work beside one.
    if executable() is None:
        pytest.skip("no Chromium on this machine")
    if not APP.exists():
        pytest.skip("the visitor app is not built: run `python hatch_build.py`")
    with sync_playwright() as running:
        yield running


@pytest.fixture
def new_phone(
    playwright: Playwright, system: Any, tmp_path: Path
) -> Iterator[Callable[..., Phone]]:
    """Makes phones; all are switched off at the end, and none may have asked a foreign host."""
    phones: list[Phone] = []

    def make(home: str = "home", **options: Any) -> Phone:
        phones.append(Phone(playwright, tmp_path / home, system.gateway_url.rstrip("/"), **options))
        return phones[-1]

    yield make
    for phone in phones:
        phone.context.close()
    assert [address for phone in phones for address in phone.foreign] == []


@pytest.fixture
def phone(new_phone: Callable[..., Phone]) -> Phone:
    return new_phone()


@pytest.fixture
def video(tmp_path: Path) -> Callable[..., Path]:
    """Films a poster with this text; the options are those of `camera.on_wall`."""

    def film(text: str, **view: float) -> Path:
        return write_video(tmp_path / "camera.y4m", shaky(poster(text), **view))

    return film
