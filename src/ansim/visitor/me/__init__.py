"""What visitors see, change and erase about themselves."""
