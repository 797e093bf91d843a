"""Have contacts of a case told: write, sign, send, look how far it is, pause, stop, correct (ADR 52)."""
