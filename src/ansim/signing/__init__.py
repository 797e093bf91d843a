"""The page that staff sign on: static files at an origin of their own, which the console does not serve (ADR 35)."""

from ansim.signing.static_pages import serve

__all__ = ["serve"]
