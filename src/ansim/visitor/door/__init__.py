"""Visitors without the app: entered by staff, written by hand with a safe code, or by a telephone call."""
