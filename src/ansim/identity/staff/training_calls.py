"""What the worker asks the vault about training cases (ADR 44)."""

import msgspec


class TrainingCasesOver(msgspec.Struct, tag=True, frozen=True):
    """Which training cases are to end by now?"""
