"""The routes of a portal, as its `urls.py` has them."""

from collections.abc import Iterator
from importlib import import_module

from django.urls import URLPattern, URLResolver


def named_routes(portal: str) -> Iterator[tuple[str, URLPattern]]:
    """Every route under its full name, `contacts:list`. Django is set up."""

    def walk(
        patterns: list[URLPattern | URLResolver], space: str
    ) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner)
            else:
                yield f"{space}{pattern.name}", pattern

    return walk(import_module(f"ansim.{portal}.urls").urlpatterns, "")
