"""What the vault knows of staff, and what it lets them do by their signatures (ADR 35)."""
