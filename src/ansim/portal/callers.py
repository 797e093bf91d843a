"""Where a request comes from, for budgets by network; an address is never stored or logged."""

from ipaddress import ip_address, ip_network

from django.http import HttpRequest

from ansim.settings.environment import trusted_proxies


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks: the last one that no trusted proxy of ours wrote about itself."""
    hops = [
        *request.META.get("HTTP_X_FORWARDED_FOR", "").split(","),
        str(request.META["REMOTE_ADDR"]),
    ]
    proxies = [ip_network(proxy) for proxy in trusted_proxies()]
    for hop in reversed(hops):
        try:
            address = ip_address(hop.strip())
        except ValueError:
            return "unknown"
        if not any(address in network for network in proxies):
            return str(address)
    return str(hops[0]).strip()
