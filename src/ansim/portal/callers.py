"""Where a request comes from, for budgets by network; an address is never stored or logged."""

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks: behind trusted proxies the server has taken it from their header already."""
    return str(request.META["REMOTE_ADDR"])
