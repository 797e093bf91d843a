"""Check-ins and check-outs: the rules of ingest, the rows, the group commit."""
