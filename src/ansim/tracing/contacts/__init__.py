"""Who was there at the same time: contacts of a stay, of an itinerary, and those present in windows."""

from ansim.tracing.contacts import search
from ansim.tracing.contacts.search import MetPeople, Workspace

__all__ = [
    "MetPeople",
    "Workspace",
    "search",
]
