"""Proof of duty: what the system shows and what the owner states, on a dated sheet."""
