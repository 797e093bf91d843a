"""Announcements of the authority: clerks write them, owners see those that concern them."""
