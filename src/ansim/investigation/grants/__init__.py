"""Begin the day's work: which cases things are looked up in, signed for once on the signing page (ADR 38)."""
