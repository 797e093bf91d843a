"""Searches on files: `ansim trace`, without server or database."""
