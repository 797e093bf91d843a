"""The first screen: what waits, the figures by which others were judged, and modes of a surge (ADR 49)."""
