"""How uvicorn serves: the fast parser, requests whole or not at all, nothing logged per request, no name told."""

from typing import Any

import uvicorn

from ansim.serving.protocol import WholeRequests
from ansim.settings.environment import SettingError, is_demo, is_this_machine, trusted_proxies


def server_config(app: Any, host: str, port: int) -> uvicorn.Config:
    """The server's configuration. Raises SettingError for a demo that others than this machine would reach."""
    if is_demo() and not is_this_machine(host):
        raise SettingError(
            f"ANSIM_BIND is {host} in a demo, which shows everybody's codes: leave it out, or leave out ANSIM_DEMO"
        )
    return uvicorn.Config(
        app,
        host,
        port,
        http=WholeRequests,
        ws="none",
        lifespan="off",
        backlog=4096,
        access_log=False,
        server_header=False,
        # Budgets count by network, so behind a proxy its word about the address is needed; so is that it spoke TLS.
        proxy_headers=bool(trusted_proxies()),
        forwarded_allow_ips=trusted_proxies(),
        log_config=None,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=10,
    )
