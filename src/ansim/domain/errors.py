"""The root of every error that Ansim raises on purpose."""


class AnsimError(Exception):
    """Something a person can put right: the message says what was wrong, where, and what to do."""

    code: str = ""
    """The error in one word, by which screens and other processes know it; empty where only operators meet it."""
