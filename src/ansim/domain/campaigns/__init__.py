"""Campaigns: telling many contacts of a case the same, by messages that are believed (RIGHTS §3, ADR 52)."""
