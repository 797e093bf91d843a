"""Visitor passes, on a phone or printed, and the venue's reader that scans them."""

from ansim.visitor.passes.readers import Reader, Readers

__all__ = ["Reader", "Readers"]
