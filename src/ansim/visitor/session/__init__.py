"""Sign-up, session tokens, credentials and their renewal."""
