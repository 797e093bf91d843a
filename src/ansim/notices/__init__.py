"""Messages that are owed to people: the outbox, their words, and the channels that carry them."""
