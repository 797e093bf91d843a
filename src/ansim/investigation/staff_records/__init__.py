"""Staff records, as keepers see, propose and sign them (ADR 43)."""
