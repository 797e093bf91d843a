"""Visitor passes, on a phone or printed, and the venue's reader that scans them."""
