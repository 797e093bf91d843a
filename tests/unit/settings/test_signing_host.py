"""Where staff sign: an origin, since signatures are bound to it to the letter; the weaker keys only where somebody said so."""

import pytest

from ansim.settings.environment import SettingError, device_keys_serve, signing_host


@pytest.mark.parametrize(
    "origin",
    ["https://sign.jeju.example", "https://sign.jeju.example:8443", "http://localhost:18083"],
)
def test_an_origin_is_taken_as_it_stands(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv("ANSIM_SIGNING_HOST", origin)
    assert signing_host() == origin


@pytest.mark.parametrize(
    "other",
    [
        "",
        "sign.jeju.example",
        "http://sign.jeju.example",
        "http://127.0.0.1:8083",
        "https://sign.jeju.example/",
        "https://Sign.jeju.example",
        "https://sign.jeju.example/page",
        "https://staff@sign.jeju.example",
        "https://sign.jeju.example\n",
    ],
)
def test_anything_else_is_refused(monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    monkeypatch.setenv("ANSIM_SIGNING_HOST", other)
    with pytest.raises(SettingError, match="ANSIM_SIGNING_HOST"):
        signing_host()


def test_without_a_setting_it_is_this_machines_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSIM_SIGNING_HOST", raising=False)
    monkeypatch.setenv("ANSIM_SIGNING_PORT", "9083")
    assert signing_host() == "http://localhost:9083"


@pytest.mark.parametrize(
    ("demo", "said", "serve"),
    [
        (None, None, False),
        ("1", None, True),
        ("1", "0", False),
        (None, "1", True),
        (None, "yes", False),
    ],
)
def test_a_browsers_own_key_serves_in_a_demo_or_where_it_is_said(
    monkeypatch: pytest.MonkeyPatch, *, demo: str | None, said: str | None, serve: bool
) -> None:
    for name, value in (("ANSIM_DEMO", demo), ("ANSIM_DEVICE_KEYS", said)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert device_keys_serve() is serve
