"""Contacts of a case: the search and its list."""
