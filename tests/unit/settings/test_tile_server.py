import pytest

from ansim.settings.tile_server import TilesUrlError, tile_server


def test_without_a_setting_there_is_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANSIM_TILES_URL", raising=False)
    assert tile_server() is None


def test_a_server_gives_tiles_and_its_one_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIM_TILES_URL", "https://tiles.example.kr/base/{z}/{x}/{y}.png?key=a")
    monkeypatch.setenv("ANSIM_TILES_CREDIT", "© 지도 회사")
    server = tile_server()
    assert server
    assert server.tile(3, 6, 2) == "https://tiles.example.kr/base/3/6/2.png?key=a"
    assert (server.origin, server.credit) == ("https://tiles.example.kr", "© 지도 회사")


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example.kr/{z}/{x}/{y}.png",
        "https://tiles.example.kr/{z}/{x}.png",
        "https://tiles.example.kr;script-src/{z}/{x}/{y}",
        "https://a b/{z}/{x}/{y}",
        "https://user@tiles.example.kr/{z}/{x}/{y}",
        "https://*/{z}/{x}/{y}",
        "https:///{z}/{x}/{y}",
        "javascript:{z}{x}{y}",
    ],
)
def test_what_a_policy_could_not_name_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIM_TILES_URL", url)
    with pytest.raises(TilesUrlError):
        tile_server()
