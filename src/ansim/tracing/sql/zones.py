"""Zones of venues in questions: which codes a code meets (ADR 17), and how a statement is told of all zones."""

from ansim.tracing.reference import Zones


def met_by(code: int, zones: Zones) -> list[int]:
    """The codes whose people a code's people meet, itself first."""
    within = [zone for zone, venue in zones.items() if venue == code]
    return [code, *([zones[code]] if code in zones else []), *within]


def codes_of(venue: int, zones: Zones) -> list[int]:
    """The codes of a venue: its own and its zones'; of a zone its own alone."""
    return [venue] if venue in zones else met_by(venue, zones)


def homes(zones: Zones) -> dict[str, list[int]]:
    """What a statement is told of all zones: their numbers, and the venue of each."""
    return {"zones": list(zones), "homes": list(zones.values())}
