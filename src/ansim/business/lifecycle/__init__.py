"""The one way in which venues close and open again, whoever decides it."""
