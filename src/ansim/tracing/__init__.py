"""Contact search. `reference` says what is meant, the other rooms do it quickly."""
