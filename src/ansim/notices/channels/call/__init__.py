"""Calls to people whom no message reaches: a list on paper, with what to say."""
