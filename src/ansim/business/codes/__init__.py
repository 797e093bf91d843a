"""Codes of venues: issued and revoked."""
