"""What the environment says of this process."""

from pathlib import Path

import pytest

from ansim.settings import environment


@pytest.mark.parametrize(
    ("demo", "dev", "said"),
    [("1", "1", True), ("0", "1", False), ("1", "0", False), ("", "1", False)],
)
def test_errors_are_shown_only_while_somebody_works_on_a_demo(
    monkeypatch: pytest.MonkeyPatch, demo: str, dev: str, *, said: bool
) -> None:
    monkeypatch.setenv("ANSIM_DEMO", demo)
    monkeypatch.setenv("ANSIM_DEV", dev)
    assert environment.is_dev() is said


def test_an_interval_is_shortened_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.seconds("some_interval", 30.0) == 30.0
    monkeypatch.setenv("ANSIM_SOME_INTERVAL_SECONDS", "0.5")
    assert environment.seconds("some_interval", 30.0) == 0.5


@pytest.mark.parametrize("lock", [None, "", "7\n/data\n"])
def test_a_process_finds_the_socket_of_a_server_that_is_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lock: str | None
) -> None:
    monkeypatch.setenv("ANSIM_DATA", str(tmp_path))
    folder = environment.embedded_folder()
    folder.mkdir()
    environment.kept_socket(folder).write_text("/run/elsewhere")
    if lock is not None:
        (folder / "postmaster.pid").write_text(lock)
    assert "host=/run/elsewhere " in environment.dsn("gateway", "visits")


def test_a_running_server_says_itself_where_its_socket_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ANSIM_DATA", str(tmp_path))
    folder = environment.embedded_folder()
    folder.mkdir()
    environment.kept_socket(folder).write_text("/run/elsewhere")
    (folder / "postmaster.pid").write_text("7\n/data\n1\n5432\n/run/here\n")
    assert "host=/run/here " in environment.dsn("gateway", "visits")


@pytest.mark.parametrize("named", ["*", "10.0.0.5, *", "proxy.example", "10.0.0.0/33", "0x7f"])
def test_whoever_believes_everybody_is_told(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("ANSIM_TRUSTED_PROXIES", named)
    with pytest.raises(environment.SettingError, match="ANSIM_TRUSTED_PROXIES"):
        environment.trusted_proxies()


def test_addresses_and_networks_are_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIM_TRUSTED_PROXIES", "10.0.0.5, 10.1.0.0/24 ::1")
    assert environment.trusted_proxies() == ["10.0.0.5", "10.1.0.0/24", "::1"]
