"""The exposure feed's desk: what is published for phones to match, from a case or an alert, corrected, withdrawn (ADR 53)."""
