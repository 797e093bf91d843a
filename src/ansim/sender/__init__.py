"""The sender: hands the messages of campaigns to a channel, and takes its receipts in (ADR 52)."""

from ansim.sender.sender_process import serve

__all__ = ["serve"]
