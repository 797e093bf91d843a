"""The clerk's queue of applications."""
