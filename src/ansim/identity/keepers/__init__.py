"""Keepers: two of them sign whoever is let in, moved, shut out or stands in for another (ADR 43)."""
