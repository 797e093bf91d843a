"""Campaigns at the vault: taken in under signatures, their numbers told to the sender alone (ADR 52)."""
