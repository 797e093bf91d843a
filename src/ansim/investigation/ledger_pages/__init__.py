"""The look-up ledger in words."""
