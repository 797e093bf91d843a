"""Sessions in which the tracer answers: what an officer signed for, and how far it reaches (ADR 38)."""
