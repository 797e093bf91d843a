"""What a place is made of: zones with codes of their own, entrances where the one code hangs, parts of other businesses."""
