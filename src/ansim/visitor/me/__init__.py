"""What visitors see, change and erase about themselves."""

__all__ = ["rights"]
