"""What visitors ask to have put right about themselves."""
