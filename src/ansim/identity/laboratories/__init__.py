"""Laboratories, whose signature begins a case: their keys, and the vault's answers about what they notify (ADR 42)."""
