"""Visitor passes, on a phone or printed, and what the venue's phone does with them."""
