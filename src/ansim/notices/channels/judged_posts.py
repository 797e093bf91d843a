"""A POST to an address that somebody else named: the connection goes to the judged address itself, and to no other."""

import logging
import ssl
from collections.abc import Mapping
from typing import Any

import httpx

from ansim.notices.channels.webhook_targets import Target, address_of_target

# httpx logs each address that it asks, and these are somebody's secret.
logging.getLogger("httpx").setLevel(logging.WARNING)


async def post_to_target(
    tls: ssl.SSLContext, target: Target, headers: Mapping[str, str], body: bytes
) -> tuple[int, httpx.Headers]:
    """Status and headers of the answer, of which nothing else is read; redirects are not followed.

    Whoever calls ends it: it has no time of its own, with which chance would say what a reader is told. Raises
    TargetRefusedError, httpx.HTTPError, httpx.InvalidURL, OSError.
    """
    address = await address_of_target(target)
    host = f"[{address}]" if address.version == 6 else str(address)
    # No proxy of the environment: it would resolve the name itself, and go wherever that leads.
    whole: dict[str, Any] = {"verify": tls, "trust_env": False, "follow_redirects": False}
    async with httpx.AsyncClient(timeout=None, **whole) as client:  # noqa: S113 the caller ends it
        request = client.build_request(
            "POST",
            f"{target.scheme}://{host}:{target.port}{target.path}",
            content=body,
            headers={"Host": target.authority, **headers},
            extensions={"sni_hostname": target.host},
        )
        answer = await client.send(request, stream=True)
        await answer.aclose()
        return answer.status_code, answer.headers
