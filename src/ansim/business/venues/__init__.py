"""Venues: the list, the search, one venue."""
