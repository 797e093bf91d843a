"""How a process of ours faces a network: one HTTP server and its limits, for the gateway and both portals."""

from ansim.serving.bodies import Bodies
from ansim.serving.configuration import server_config

__all__ = ["Bodies", "server_config"]
