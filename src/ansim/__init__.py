"""Ansim (안심): digital visitor log and contact tracing."""
