"""Names behind contacts, under a warrant."""
