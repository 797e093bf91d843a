"""System 1, the gateway that the visitor app talks to."""
