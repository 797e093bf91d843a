"""The first screen: what waits, and the figures by which others were judged (ADR 49)."""
