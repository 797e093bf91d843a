"""Providers of messages as real servers on this machine, in the form that each documents, in whatever mood a test wants."""
