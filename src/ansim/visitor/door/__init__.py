"""Visitors without the app: entered by staff, written by hand with a safe code, or by a telephone call."""

__all__ = [
    "call_file",
    "door_desk",
    "hand_written",
    "phone_calls",
    "safe_code_issue",
    "staff_entries",
]
