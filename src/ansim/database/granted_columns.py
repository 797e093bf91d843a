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

# Where a message goes; by `reference` one that is queued again is known.
ADDRESSED: Final = ("id", "reference", "owner_id", "sealed", "bound_to", "state", "good_until")

QUEUED: Final = (
    "reference",
    "template",
    "language",
    "owner_id",
    "sealed",
    "bound_to",
    "params",
    "due_at",
    "good_until",
)

COLUMNS_OF_LISTS: Final = (
    "external_id",
    "name",
    "name_en",
    "category",
    "address",
    "district",
    "latitude",
    "longitude",
    "phone",
    "kind_of_site",
)

CHANGED_BY_LISTS: Final = (*COLUMNS_OF_LISTS, "closed_at", "updated_at")
ENDED_TASKS: Final = ("cancel_at", "ended_at", "outcome")
TOLD_OF_DUTIES: Final = ("id", "venue_id", "kind", "day", "until", "log_id", "taken_back_at")

# All of a venue but the secret of its rotating code.
TOLD_OF_VENUES: Final = (
    *COLUMNS_OF_LISTS,
    *("id", "parent_id", "business_id", "created_at", "updated_at", "closed_at"),
    *("capacity", "floor_area", "indoor", "ventilation", "mobile", "unmanned"),
    *("opening_hours", "opening_days", "valid_from", "valid_until"),
    *("granted_from", "granted_until", "parted_at"),
)
# Of a warrant that was asked for the vault changes what its second signature adds.
SECOND_SIGNATURE: Final = ("approver", "approver_key", "approval", "approved_at")
# Tables whose rows the vault reads, adds and forgets.
OWN_OF_THE_VAULT: Final = (
    "used_text",
    "known_case",
    "side",
    "session",
    "warrant",
    "opening",
    "notification",
    "patient_code",
)
# An officer narrows and moves it within what the notification opened.
WINDOW_OF_A_CASE: Final = ("window_start", "window_end")
