"""Notifications: signed by a second person, and the cases that they made for an officer to take up (ADR 37)."""
