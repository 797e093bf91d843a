"""Answers of people whom a campaign told: a plain page, for a phone without the app, too (ADR 55)."""

__all__ = ["answer_page"]
