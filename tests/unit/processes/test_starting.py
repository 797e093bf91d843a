"""What is said before a process starts, and which are started again."""

import socket

import pytest

from ansim.processes import PORTS, PortInUseError, require_free_ports
from ansim.settings.environment import Process


@pytest.mark.parametrize("name", list(PORTS))
def test_a_port_in_use_is_named_with_the_way_out(
    name: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv(f"ANSIM_{name.upper()}_PORT", str(port))
        with pytest.raises(PortInUseError, match=f"{port}.*{name}.*ANSIM_{name.upper()}_PORT"):
            require_free_ports([name])
    require_free_ports([name])


def test_what_has_no_port_needs_none() -> None:
    require_free_ports(["vault", "tracer", "worker"])
