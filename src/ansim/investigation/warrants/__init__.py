"""Warrants: asked for, read, signed by two."""
