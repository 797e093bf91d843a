"""What the vault keeps for a while: codes of patients for a week, cases that nobody takes up for two."""

from ansim.identity.client import forget_overdue
from ansim.jobs.outbox_line import line_to_vault
from ansim.jobs.sweep import clocks_are_trusted


def forget_at_vault() -> str:
    """Have the vault forget what is past its time; nothing is forgotten while the clocks are in doubt."""
    if not clocks_are_trusted():
        return "nothing, the clocks are in doubt"
    return f"{forget_overdue(line_to_vault())} cases that nobody took up ended"
