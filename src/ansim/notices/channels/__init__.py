"""How a message reaches somebody: one module a channel."""
