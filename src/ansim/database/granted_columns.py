"""Columns that grants name, where a table is shown in part."""

from typing import Final

SHOWN_OF_DEVICES: Final = (
    "id",
    "venue_id",
    "kind",
    "label",
    "pairing_until",
    "made_at",
    "paired_at",
    "last_used_at",
    "revoked_at",
)

QUEUED: Final = (
    "reference",
    "template",
    "language",
    "owner_id",
    "sealed",
    "bound_to",
    "params",
    "due_at",
)

TOLD_OF_VENUES: Final = (
    "id",
    "parent_id",
    "name",
    "business_id",
    "kind_of_site",
    "floor_area",
    "opening_hours",
    "opening_days",
    "valid_from",
    "valid_until",
    "closed_at",
    "unmanned",
)
