"""Modes of a surge: decided by an approver, shown to the agency, ended again (ADR 49)."""
