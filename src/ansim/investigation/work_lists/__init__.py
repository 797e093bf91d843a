"""Work lists: calling people one at a time, within a shift (ADR 45)."""
