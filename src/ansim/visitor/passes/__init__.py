"""Visitor passes, on a phone or printed, and what the venue's phone does with them."""

__all__ = ["children", "endpoints", "issue", "pass_checkins", "pass_desks", "pass_text"]
