"""Letters to people whom no message reaches, printed as PDF."""
