"""What became of venues and applications: for clerks with whoever decided, for owners of their own."""
