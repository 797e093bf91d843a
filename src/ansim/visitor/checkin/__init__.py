"""Check-ins and check-outs: the rules of ingest, the rows, the group commit."""

__all__ = [
    "binary_rows",
    "checkin_desk",
    "checkins",
    "checkouts",
    "endpoints",
    "entries",
    "filters",
    "inbox",
    "late_desk",
    "recent",
    "signs",
    "tagging",
    "visit_rows",
    "wire",
    "writer",
]
