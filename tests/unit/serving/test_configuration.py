"""Where a server listens."""

import pytest

from ansim.serving import server_config
from ansim.settings.environment import SettingError


async def app(scope: object, receive: object, send: object) -> None:
    """A server's application; it is never asked."""


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.0.7", "10.1.2.3", "portal.example.kr", ""],  # noqa: S104 it is refused
)
def test_a_demo_listens_to_this_machine_alone(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("ANSIM_DEMO", "1")
    with pytest.raises(SettingError, match="in a demo"):
        server_config(app, host, 8081)
    monkeypatch.setenv("ANSIM_DEMO", "0")
    assert server_config(app, host, 8081).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "::1", "localhost"])
def test_a_demo_listens_at_any_name_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("ANSIM_DEMO", "1")
    assert server_config(app, host, 8081).host == host
