"""Venues as the gateway knows them: the look-up by code, the signed directories."""

__all__ = [
    "code_reports",
    "directory_endpoints",
    "directory_key",
    "endpoints",
    "lives",
    "served",
    "venue_book",
    "venue_desk",
]
